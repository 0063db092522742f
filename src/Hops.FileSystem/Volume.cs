using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Blocks;
using Hops.FileSystem.Cache;
using Hops.FileSystem.Leases;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Reclaim;
using Hops.Metadata;

namespace Hops.FileSystem;

/// <summary>What every operation works on: the store, the blocks and what is remembered of both.</summary>
internal sealed class Volume(MetadataStore store, BlockStore blocks, FileSystemOptions options, TimeProvider time)
{
    internal MetadataStore Store => store;

    internal BlockStore Blocks => blocks;

    internal FileSystemOptions Options => options;

    internal TimeProvider Time => time;

    internal InodeCache Cache { get; } = new(options.CachedInodesMax);

    internal TopologyEpoch Epoch { get; } = new();

    internal LeaseClock Leases { get; } = new(options, time);

    /// <summary>The platform itself, as who it clears away.</summary>
    internal Principal Keeper { get; } =
        new() { Name = options.Superuser, UserName = options.Superuser, UserId = 0, Channel = Channel.Internal, IsSuperuser = true };

    /// <summary>Set when something waits to be reclaimed.</summary>
    internal ReclaimSignal Reclaim { get; } = new();

    /// <summary>Runs a change of the tree in a transaction of its own, after resolving the directories of paths ahead of it.</summary>
    internal async ValueTask<T> WriteAsync<T>(IEnumerable<FilePath> paths, Func<Edit, ValueTask<T>> body, CancellationToken cancellationToken)
    {
        var hints = await Hints.AheadAsync(this, paths, cancellationToken);
        return await WriteAsync(hints, body, cancellationToken);
    }

    /// <summary>
    /// Runs a change of the tree in a transaction of its own. If a quota refuses it while deleted trees wait to be reclaimed, their bytes are
    /// given back first and the change is tried once more.
    /// </summary>
    internal async ValueTask<T> WriteAsync<T>(Hints hints, Func<Edit, ValueTask<T>> body, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync(transaction => body(new Edit(this, transaction, hints)), cancellationToken);
        }
        catch (PlatformException e) when (e.Code is ErrorCode.StorageQuotaExceeded or ErrorCode.NamespaceQuotaExceeded)
        {
            if (!await Reclaimer.RunAsync(this, cancellationToken))
                throw;
        }

        return await store.WriteAsync(transaction => body(new Edit(this, transaction, hints)), cancellationToken);
    }

    /// <summary>Runs something that frees room, with the reserve if the disk is full.</summary>
    internal ValueTask<T> FreeAsync<T>(Func<ValueTask<T>> workAsync) =>
        options.Reserve is { } reserve ? reserve.FreeAsync(workAsync) : workAsync();

    /// <summary>The next id of an inode.</summary>
    internal ValueTask<long> NextInodeIdAsync(CancellationToken cancellationToken) => store.NextIdAsync("inode", cancellationToken);
}
