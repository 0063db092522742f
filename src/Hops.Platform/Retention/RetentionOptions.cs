using System.ComponentModel.DataAnnotations;

namespace Hops.Platform.Retention;

/// <summary>Which rules owners may set for how long files are kept, and how the rules are carried out (docs/adr/0116).</summary>
public sealed record RetentionOptions
{
    /// <summary>Least days of a rule. Default 1.</summary>
    [Range(1, 36_500)]
    public int DaysMin { get; init; } = 1;

    /// <summary>Most days of a rule. Default 3,650: ten years.</summary>
    [Range(1, 36_500)]
    public int DaysMax { get; init; } = 3_650;

    /// <summary>Nothing is removed by a rule before it has stood for so long: a mistake can be mended until then. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Pause between two sweeps over all datasets. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Files that one sweep removes from one dataset; the next sweep goes on there. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int SweepFilesMax { get; init; } = 10_000;

    /// <summary>Names that one sweep, or one preview, looks at in one dataset. Default 200,000: a few seconds.</summary>
    [Range(1_000, 100_000_000)]
    public int LooksMax { get; init; } = 200_000;
}
