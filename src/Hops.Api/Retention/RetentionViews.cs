using System.Text.Json.Serialization;
using Hops.Platform.Retention;

namespace Hops.Api.Retention;

/// <summary>How long the files of a project are kept.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Days">Files of datasets of which nothing else was said go when they were not changed for so many days; null if they are kept.</param>
/// <param name="DaysMin">Least days of a rule on this platform.</param>
/// <param name="DaysMax">Most days of a rule.</param>
/// <param name="GraceSeconds">Nothing is removed by a rule before it has stood for so long.</param>
/// <param name="Items">Each dataset of its own, in order of name.</param>
public sealed record RetentionView(string Project, long? Days, int DaysMin, int DaysMax, long GraceSeconds, IReadOnlyList<DatasetRetentionView> Items)
{
    internal static RetentionView Of(ProjectRetention retention) => new(
        retention.Project, retention.Days, retention.Options.DaysMin, retention.Options.DaysMax, (long)retention.Options.Grace.TotalSeconds,
        [.. retention.Datasets.Select(dataset => DatasetRetentionView.Of(dataset, retention.Options))]);
}

/// <summary>How long the files of a dataset are kept.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="Days">Files that were not changed for so many days go; null if they are kept.</param>
/// <param name="IsOwn">True if that was said of the dataset, false if of its project.</param>
/// <param name="Begins">From when on files go; null if they are kept.</param>
/// <param name="Looked">When the dataset was looked at last; null if never.</param>
/// <param name="FilesRemoved">Files that were removed so far.</param>
/// <param name="BytesRemoved">Their bytes.</param>
public sealed record DatasetRetentionView(
    string Dataset, long? Days, bool IsOwn, DateTimeOffset? Begins, DateTimeOffset? Looked, long FilesRemoved, long BytesRemoved)
{
    internal static DatasetRetentionView Of(DatasetRetention dataset, RetentionOptions options) => new(
        dataset.Name, dataset.InForce.Days, dataset.InForce.IsOwn, dataset.InForce.BeginsWith(options), dataset.Sweep?.Looked,
        dataset.Sweep?.Files ?? 0, dataset.Sweep?.Bytes ?? 0);
}

/// <summary>How long the files of a project are kept, in one line.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Days">The rule of the project; null if there is none.</param>
/// <param name="Datasets">Datasets of its own.</param>
/// <param name="DatasetsWithRule">Those of them from which files go.</param>
/// <param name="FilesRemoved">Files that were removed so far.</param>
/// <param name="BytesRemoved">Their bytes.</param>
public sealed record RetentionSumView(string Project, long? Days, int Datasets, int DatasetsWithRule, long FilesRemoved, long BytesRemoved)
{
    internal static RetentionSumView Of(ProjectRetention retention) => new(
        retention.Project, retention.Days, retention.Datasets.Count, retention.Datasets.Count(dataset => dataset.InForce.Days is not null),
        retention.Datasets.Sum(dataset => dataset.Sweep?.Files ?? 0), retention.Datasets.Sum(dataset => dataset.Sweep?.Bytes ?? 0));
}

/// <summary>What would go by a rule if it held now.</summary>
/// <param name="Files">Files.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Sample">Some of them, at most ten.</param>
/// <param name="IsComplete">False if there were too many names to look at: then it is at least so much.</param>
public sealed record RetentionPreviewView(long Files, long Bytes, IReadOnlyList<UnchangedFileView> Sample, bool IsComplete)
{
    internal static RetentionPreviewView Of(RetentionPreview preview) => new(
        preview.Files, preview.Bytes, [.. preview.Sample.Select(file => new UnchangedFileView(file.Path, file.LengthBytes, file.Changed))], preview.IsComplete);
}

/// <summary>A file that would go.</summary>
/// <param name="Path">Where it is, from its dataset on.</param>
/// <param name="LengthBytes">Its length.</param>
/// <param name="Changed">When it was changed last.</param>
public sealed record UnchangedFileView(string Path, long LengthBytes, DateTimeOffset Changed);

/// <summary>How long files are to be kept.</summary>
/// <param name="Days">Days without a change after which they go. Null: for a project they are kept, for a dataset what holds for its project. 0, for a dataset: they are kept.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutRetentionRequest(long? Days);
