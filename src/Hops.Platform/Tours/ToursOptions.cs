using System.ComponentModel.DataAnnotations;

namespace Hops.Platform.Tours;

/// <summary>What the projects are given that tours make (docs/adr/0119). They cost nothing, so they are small and end.</summary>
public sealed record ToursOptions
{
    private const long SecondsPerMinute = 60;

    /// <summary>Days after which a demo project is deleted. Default 7.</summary>
    [Range(1, 365)]
    public int ProjectDays { get; init; } = 7;

    /// <summary>Storage quota of a demo project in bytes. Default 1 GB.</summary>
    [Range(1_000_000L, 1L << 50)]
    public long ProjectQuotaBytes { get; init; } = 1_000_000_000;

    /// <summary>Minutes of one processor that may be used in a demo project, or as much memory, free of charge. Default 60.</summary>
    [Range(1, 1_000_000)]
    public int ProjectCpuMinutes { get; init; } = 60;

    /// <summary>The same in credits at price 1.</summary>
    internal long ProjectCredits => ProjectCpuMinutes * SecondsPerMinute;
}
