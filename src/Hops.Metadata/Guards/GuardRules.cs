using Hops.Metadata.Tables;

namespace Hops.Metadata.Guards;

/// <summary>What <see cref="GuardedStore"/> holds the operations of a module to (reference 02 section 13.2).</summary>
public sealed record GuardRules
{
    /// <summary>Every table, in the order in which a transaction locks rows of them.</summary>
    public required IReadOnlyList<Table> LockOrder { get; init; }

    /// <summary>
    /// Tables whose rows form a tree and are locked from the root down; in all others rows are locked in key order.
    /// </summary>
    public IReadOnlyCollection<Table> TopDown { get; init; } = [];

    /// <summary>
    /// Tables whose rows are changed without a lock of their own, because a row of another table guards them or because nobody else
    /// changes them.
    /// </summary>
    public IReadOnlyCollection<Table> Blind { get; init; } = [];

    /// <summary>
    /// Runs each body of a write transaction once for nothing before it counts, as an engine does after a conflict: a body with effects
    /// beside its transaction shows.
    /// </summary>
    public bool RehearsesWrites { get; init; } = true;
}
