using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Platform.Compute;

namespace Hops.Platform.Warnings;

/// <summary>
/// That a project has used most of something, or all. The row is what was told last: it is told once each time that so much is reached, also over a
/// restart of the server (ADR 0115).
/// </summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Use">Of what: the name of the <see cref="ResourceUse"/>.</param>
/// <param name="Percent">What was told: 80 or 100.</param>
/// <param name="Since">When that was reached.</param>
public sealed record UseWarning(long ProjectId, string Use, int Percent, DateTimeOffset Since)
{
    private const int EarlyPercent = 80;
    private const int UpPercent = 100;

    /// <summary>Less than what was told by so much: only then it can be reached again. Without it, one file deleted and written again would tell each time.</summary>
    private const int SlackPercent = 5;

    /// <summary>What is warned of, and what it means that it is used up.</summary>
    private static readonly Dictionary<string, string> Watched = new(StringComparer.Ordinal)
    {
        ["file_bytes"] = "used up: nothing more can be stored",
        ["file_names"] = "used up: no file and no folder can be made",
        [ComputeQuota.UseName] = "used up: no query and no statement starts",
        [ComputeBudget.UseName] = "used up: no query and no statement starts before the next month",
    };

    internal static readonly Table<UseWarning> Table = new(
        "use_warnings",
        [
            new("project_id", ColumnType.Int64),
            new("use_name", ColumnType.Text),
            new("percent", ColumnType.Int64),
            new("since_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new UseWarning(read.Int64(), read.Text(), (int)read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Use);
            write.Int64(row.Percent);
            write.Int64(row.Since.ToUnixTimeMilliseconds());
        });

    /// <summary>Most rows of a project.</summary>
    internal static int RowsMax => Watched.Count;

    /// <summary>What members should know of a use, in words; null if all is well, or it is nothing that is warned of.</summary>
    public static string? TextOf(ResourceUse use) => PercentReached(use) switch
    {
        UpPercent => Watched[use.Name],
        EarlyPercent => $"more than {EarlyPercent} % used",
        _ => null,
    };

    /// <summary>True if it is warned of.</summary>
    internal static bool IsWatched(ResourceUse use) => Watched.ContainsKey(use.Name);

    /// <summary>What is to be told after what was told last: 0, 80 or 100.</summary>
    internal static int PercentNext(ResourceUse use, int told)
    {
        var reached = PercentReached(use);
        return reached < told && Reaches(use, told - SlackPercent) ? told : reached;
    }

    private static int PercentReached(ResourceUse use) =>
        !IsWatched(use) ? 0 : Reaches(use, UpPercent) ? UpPercent : Reaches(use, EarlyPercent) ? EarlyPercent : 0;

    /// <summary>Of a limit of nothing, all is used.</summary>
    private static bool Reaches(ResourceUse use, int percent) => use.Limit is { } limit && (Int128)use.Used * UpPercent >= (Int128)limit * percent;
}
