using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;

namespace Hops.Platform.Retention;

/// <summary>How long the files of a project are kept, dataset by dataset.</summary>
public static class GetRetention
{
    /// <summary>Of one project.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task<ProjectRetention> RunAsync(HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Retention, project.Row.Id, projectName));
        return await platform.Store.ReadAsync(read => OfAsync(platform, read, project), cancellationToken);
    }

    /// <summary>Of any project, for administrators, who are shown how much there is and not what it is called.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>.</exception>
    public static async Task<ProjectRetention> OfAnyAsync(HopsPlatform platform, Principal actor, ProjectRoster project, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Platform, 0, project.Row.Name));
        return await platform.Store.ReadAsync(read => OfAsync(platform, read, project), cancellationToken);
    }

    private static async ValueTask<ProjectRetention> OfAsync(HopsPlatform platform, ReadTransaction read, ProjectRoster project)
    {
        var id = project.Row.Id;
        var rowsMax = project.Datasets.Count + 1;
        var rules = (await read.ScanAsync(RetentionRule.Table, Key.Of(id), null, rowsMax)).ToDictionary(rule => rule.Dataset, StringComparer.Ordinal);
        var sweeps = (await read.ScanAsync(RetentionSweep.Table, Key.Of(id), null, rowsMax)).ToDictionary(sweep => sweep.Dataset, StringComparer.Ordinal);
        var ofProject = rules.GetValueOrDefault(RetentionRule.OfProject);
        return new ProjectRetention(
            project.Row.Name,
            ofProject?.Days is RetentionRule.Keep ? null : ofProject?.Days,
            [.. project.Datasets.Keys.Select(name => new DatasetRetention(
                name, RetentionRule.InForce(rules.GetValueOrDefault(name), ofProject), sweeps.GetValueOrDefault(name)))],
            platform.Options.Retention);
    }
}

/// <summary>How long the files of a project are kept.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Days">Days of datasets of which nothing else was said; null if their files are kept.</param>
/// <param name="Datasets">Each dataset of its own, in order of name.</param>
/// <param name="Options">Which rules may be set.</param>
public sealed record ProjectRetention(string Project, long? Days, IReadOnlyList<DatasetRetention> Datasets, RetentionOptions Options);

/// <summary>How long the files of a dataset are kept.</summary>
/// <param name="Name">The dataset.</param>
/// <param name="InForce">What holds for it.</param>
/// <param name="Sweep">What was removed; null if it was never looked at.</param>
public sealed record DatasetRetention(string Name, RetentionInForce InForce, RetentionSweep? Sweep);
