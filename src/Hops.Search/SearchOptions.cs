using System.ComponentModel.DataAnnotations;

namespace Hops.Search;

/// <summary>Settings of the search.</summary>
public sealed record SearchOptions
{
    /// <summary>How long one search may look; what it has found by then is its answer, which says so.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Searches that look at the same time; further ones wait for their turn within their time.</summary>
    [Range(1, 64)]
    public int SearchesMax { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 16);

    /// <summary>Results of each kind that a search reads at most; who needs more says more words.</summary>
    [Range(1, 10_000)]
    public int ResultsPerKindMax { get; init; } = 200;

    /// <summary>Entries that the index holds at most, some 400 bytes of disk each; what comes later is not found until there is room.</summary>
    [Range(1L, 1L << 31)]
    public long EntriesMax { get; init; } = 10_000_000;

    /// <summary>Changes that wait for the index in memory; if there are more, all rows are compared with it again.</summary>
    [Range(1, 10_000_000)]
    public int ChangesWaitingMax { get; init; } = 100_000;

    /// <summary>Page cache of each connection, bytes.</summary>
    [Range(1 << 16, 1 << 30)]
    public int PageCacheBytes { get; init; } = 8 << 20;
}
