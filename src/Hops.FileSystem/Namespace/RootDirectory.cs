using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Namespace;

/// <summary>The root directory, made once.</summary>
internal static class RootDirectory
{
    private const int Mode = 0x1ED; // 0755

    internal static async ValueTask EnsureAsync(Volume volume, CancellationToken cancellationToken)
    {
        var isThere = await volume.Store.ReadAsync(
            async transaction => await transaction.GetAsync(Inode.Table, Inode.KeyOf(0, "")) is not null, cancellationToken);
        if (isThere)
            return;

        // The first id of the sequence is the root's, whoever draws it.
        await volume.NextInodeIdAsync(cancellationToken);
        await volume.WriteAsync(
            Hints.None,
            edit => edit.InsertAsync(new Inode
            {
                ParentId = 0,
                Name = "",
                Id = Inode.RootId,
                Flags = InodeFlags.Directory,
                Mode = Mode,
                Owner = volume.Options.Superuser,
                Group = volume.Options.Supergroup,
                ModifiedMs = edit.NowMs,
                AccessedMs = 0,
            }),
            cancellationToken);
    }
}
