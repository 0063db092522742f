using Hops.Core.Identity;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Namespace;

/// <summary>Deletes a file if nobody has changed it since a time, as the transaction sees it: what was found by a look before may have been written anew.</summary>
internal static class DeleteUnchanged
{
    /// <returns>Length of the file that is gone; null if there was none, or it is a directory, open, or younger.</returns>
    internal static async ValueTask<long?> InAsync(Edit edit, Principal who, FilePath path, DateTimeOffset changedLast)
    {
        var lineage = await edit.ResolveAsync(path);
        if (lineage.Target is not { IsDirectory: false, IsUnderConstruction: false } file || file.ModifiedMs > changedLast.ToUnixTimeMilliseconds())
            return null;
        return await Delete.InAsync(edit, who, path, recursive: false) ? file.LengthBytes : null;
    }
}
