using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;

namespace Hops.Platform.Retention;

/// <summary>What would go by a rule if it held now: to be looked at before it is set. For owners, for it names files.</summary>
public static class PreviewRetention
{
    private const int SampleFiles = 10;

    /// <summary>Looks at a dataset, or at all datasets for which the rule of the project holds.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">The project.</param>
    /// <param name="dataset">The dataset; null for the rule of the project.</param>
    /// <param name="days">The rule.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>InvalidArgument</c>.</exception>
    public static async Task<RetentionPreview> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, string? dataset, long days, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Retention, project.Row.Id, dataset ?? projectName));
        SetRetention.Check(days, platform.Options.Retention);
        if (dataset is not null && !project.Datasets.ContainsKey(dataset))
            throw MissingName.Dataset(platform, actor, project.Row.Id, dataset);
        var datasets = dataset is not null ? [dataset] : await InheritingAsync(platform, project, cancellationToken);
        var preview = new RetentionPreview(0, 0, [], IsComplete: true);
        var looksLeft = platform.Options.Retention.LooksMax;
        foreach (var name in datasets)
            (preview, looksLeft) = await AddAsync(platform, (projectName, name), days, preview, looksLeft, cancellationToken);
        return preview;
    }

    private static async Task<IReadOnlyList<string>> InheritingAsync(HopsPlatform platform, ProjectRoster project, CancellationToken cancellationToken) =>
        await platform.Store.ReadAsync(
            async read =>
            {
                var inheriting = new List<string>();
                foreach (var name in project.Datasets.Keys)
                {
                    if (!(await RetentionRule.InForceAsync(read, project.Row.Id, name)).IsOwn)
                        inheriting.Add(name);
                }

                return inheriting;
            },
            cancellationToken);

    private static async Task<(RetentionPreview Preview, int LooksLeft)> AddAsync(
        HopsPlatform platform, (string Project, string Dataset) place, long days, RetentionPreview preview, int looksLeft, CancellationToken cancellationToken)
    {
        var root = Dataset.PathOf(place.Project, place.Dataset);
        var changedLast = platform.Time.GetUtcNow() - TimeSpan.FromDays(days);
        for (string? cursor = ""; cursor is not null;)
        {
            if (looksLeft <= 0)
                return (preview with { IsComplete = false }, 0);
            var page = await UnchangedFiles.PageAsync(platform.Files, root, cursor, changedLast, cancellationToken);
            looksLeft -= page.Looks;
            cursor = page.Next;
            preview = preview with
            {
                Files = preview.Files + page.Files.Count,
                Bytes = preview.Bytes + page.Files.Sum(file => file.LengthBytes),
                Sample = [.. preview.Sample, .. page.Files.Take(SampleFiles - preview.Sample.Count).Select(file => file with { Path = $"{place.Dataset}/{file.Path}" })],
            };
        }

        return (preview, looksLeft);
    }
}

/// <summary>What would go by a rule.</summary>
/// <param name="Files">Files.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Sample">The first of them, by path within the project; at most ten.</param>
/// <param name="IsComplete">False if there were too many names to look at: then it is at least so much.</param>
public sealed record RetentionPreview(long Files, long Bytes, IReadOnlyList<UnchangedFile> Sample, bool IsComplete);
