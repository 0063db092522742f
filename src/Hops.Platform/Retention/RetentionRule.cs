using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Retention;

/// <summary>What owners have said of how long files of a dataset are kept, or those of all datasets of a project of which nothing else was said.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Dataset">Name of the dataset; <see cref="OfProject"/> for the rule of the project.</param>
/// <param name="Days">Files that were not changed for so many days go; <see cref="Keep"/> if none go; null for what holds for the project.</param>
/// <param name="Since">When that was said.</param>
public sealed record RetentionRule(long ProjectId, string Dataset, long? Days, DateTimeOffset Since)
{
    /// <summary>Stands for the rule of the project in the place of a dataset.</summary>
    public const string OfProject = "";

    /// <summary>Stands for files that are kept, whatever holds for the project.</summary>
    public const long Keep = 0;

    internal static readonly Table<RetentionRule> Table = new(
        "retention_rules",
        [
            new("project_id", ColumnType.Int64),
            new("dataset", ColumnType.Text),
            new("days", ColumnType.Int64, IsNullable: true),
            new("since_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new RetentionRule(read.Int64(), read.Text(), read.Int64OrNull(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Dataset);
            write.Int64(row.Days);
            write.Int64(row.Since.ToUnixTimeMilliseconds());
        });

    /// <summary>What holds for a dataset, of what was said of it and of its project.</summary>
    internal static RetentionInForce InForce(RetentionRule? ofDataset, RetentionRule? ofProject)
    {
        if (ofDataset is { Days: { } days })
            return new RetentionInForce(days == Keep ? null : days, ofDataset.Since, IsOwn: true);

        // A dataset that falls back on its project does so from when that was said.
        var since = ofProject?.Since > ofDataset?.Since || ofDataset is null ? ofProject?.Since : ofDataset.Since;
        return new RetentionInForce(ofProject?.Days is Keep ? null : ofProject?.Days, since ?? DateTimeOffset.UnixEpoch, IsOwn: false);
    }

    /// <summary>What holds for a dataset, as a transaction sees it.</summary>
    internal static async ValueTask<RetentionInForce> InForceAsync(ReadTransaction read, long projectId, string dataset) => InForce(
        await read.GetAsync(Table, Key.Of(projectId, dataset)), await read.GetAsync(Table, Key.Of(projectId, OfProject)));
}

/// <summary>What holds for the files of a dataset.</summary>
/// <param name="Days">Files that were not changed for so many days go; null if none go.</param>
/// <param name="Since">When that was said.</param>
/// <param name="IsOwn">True if it was said of the dataset itself, false if of its project.</param>
public readonly record struct RetentionInForce(long? Days, DateTimeOffset Since, bool IsOwn)
{
    /// <summary>From when on files go; null if none do.</summary>
    public DateTimeOffset? BeginsWith(RetentionOptions options) => Days is null ? null : Since + options.Grace;
}
