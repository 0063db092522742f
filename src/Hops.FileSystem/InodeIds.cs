using System.Collections.Immutable;

namespace Hops.FileSystem;

/// <summary>
/// Ids that were reserved ahead of a transaction, because its body may be run again and must not allocate. Each use gets its own from
/// <see cref="FileSystem.ReserveIdsAsync"/>.
/// </summary>
public sealed class InodeIds
{
    internal InodeIds(ImmutableArray<long> ids) => Ids = ids;

    internal ImmutableArray<long> Ids { get; }
}
