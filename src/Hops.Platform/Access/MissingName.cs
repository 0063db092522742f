using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Text;
using Hops.Kafka.Dispatch;
using Hops.Metadata.Tables;
using Hops.Platform.Projects;
using Hops.Platform.Queries;

namespace Hops.Platform.Access;

/// <summary>
/// What to say of a name that nothing of its kind has: of which kind it is, if it is one of another; which name was meant, if one is near; else
/// which there are. Only names that the caller may list are named, so the words tell nothing that a list would not.
/// </summary>
public static class MissingName
{
    private const int NamedMax = 5;

    /// <summary>Kinds whose names are in memory.</summary>
    private static readonly ResourceKind[] Snapshots = [ResourceKind.Topic, ResourceKind.Dataset];

    /// <summary>The refusal of a topic.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="projectId">Project in which it was looked for.</param>
    /// <param name="name">The name.</param>
    public static PlatformException Topic(HopsPlatform platform, Principal actor, long projectId, string name) =>
        Of(platform, actor, projectId, ResourceKind.Topic, name);

    /// <summary>The refusal of a dataset.</summary>
    /// <inheritdoc cref="Topic"/>
    public static PlatformException Dataset(HopsPlatform platform, Principal actor, long projectId, string name) =>
        Of(platform, actor, projectId, ResourceKind.Dataset, name);

    /// <summary>The refusal of a query.</summary>
    /// <inheritdoc cref="Topic"/>
    public static async Task<PlatformException> QueryAsync(
        HopsPlatform platform, Principal actor, long projectId, string name, CancellationToken cancellationToken)
    {
        var queries = await QueryDuty.OfProjectAsync(platform, projectId, cancellationToken);
        return Words(platform, actor, projectId, "query", name, [.. queries.Select(query => query.Name)]);
    }

    /// <summary>The refusal of a schema subject.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="projectId">Project in which it was looked for.</param>
    /// <param name="name">The name.</param>
    /// <param name="subjects">The subjects of the project.</param>
    public static PlatformException Schema(HopsPlatform platform, Principal actor, long projectId, string name, IReadOnlyList<string> subjects) =>
        Words(platform, actor, projectId, "schema", name, subjects);

    /// <summary>The refusal of a project: of those that the caller may see, one may be near.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="reason">What is said of a project that the caller may not see, whether there is one or not.</param>
    /// <param name="name">The name.</param>
    public static PlatformException Project(HopsPlatform platform, Principal actor, PlatformException reason, string name)
    {
        var visible = ListProjects.Run(platform, actor, "", int.MaxValue).Select(project => project.Row.Name).ToList();
        if (reason.Code != ErrorCode.NotFound || visible.Contains(name))
            return reason;
        var words = $"There is no project '{name}', or you are not a member of it";
        return new PlatformException(reason.Code, NearestName.Find(name, visible) is { } near ? $"{words}; did you mean '{near}'?" : $"{words}.", reason);
    }

    /// <summary>The refusal of something that was there and was deleted since.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="projectId">Project in which it was.</param>
    /// <param name="kind">What it was.</param>
    /// <param name="name">The name.</param>
    /// <param name="use">What for, as a relative clause.</param>
    /// <param name="advice">What to do, as a sentence.</param>
    internal static PlatformException Gone(
        HopsPlatform platform, Principal actor, long projectId, ResourceKind kind, string name, string use, string advice)
    {
        var near = NearestName.Find(name, NamesOf(platform, actor, projectId, kind));
        return new PlatformException(
            ErrorCode.NotFound, $"The {kind.Noun()} '{name}' is gone, {use}{(near is null ? "." : $"; did you mean '{near}'?")} {advice}");
    }

    /// <summary>
    /// What a runner was refused in the words of its user: by the facts <c>table</c>, <c>topic</c> and <c>sink</c> it says what it looked for.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">For whom it ran.</param>
    /// <param name="refusal">The refusal.</param>
    public static PlatformException Explain(HopsPlatform platform, Principal actor, PlatformException refusal)
    {
        if (refusal.Code != ErrorCode.NotFound || platform.Roster.Now.Projects.GetValueOrDefault(actor.ProjectId) is not { } project)
            return refusal;
        if (TextOf(refusal, "table") is { } table)
            return Table(platform, actor, project, table) ?? refusal;
        if (TextOf(refusal, "topic") is { } topic && new TenantNames(actor.ProjectId, project.Borrowed).Find(platform.Topics, topic) is null)
            return Topic(platform, actor, actor.ProjectId, topic);
        if (TextOf(refusal, "sink") is { } sink && DatasetOf(project, sink) is { } dataset && !project.Datasets.ContainsKey(dataset))
            return Dataset(platform, actor, actor.ProjectId, dataset);
        return refusal;
    }

    private static PlatformException? Table(HopsPlatform platform, Principal actor, ProjectRoster project, string table)
    {
        if (DatasetOf(project, table) is not { } dataset || project.Datasets.ContainsKey(dataset) || project.Borrowed.Find(ResourceKind.Dataset, dataset) is not null)
            return null;
        if (dataset.Contains(Names.DatasetOwnerMark, StringComparison.Ordinal))
            return new PlatformException(ErrorCode.NotFound, $"There is no dataset '{dataset}', or nobody shares it with the project: {Borrowable(project)}.");
        if (NamesOf(platform, actor, actor.ProjectId, ResourceKind.Topic).Contains(dataset))
            return new PlatformException(ErrorCode.NotFound, $"There is no dataset '{dataset}' in the project: {dataset} is a topic, which a statement reads as topics.{dataset}.");
        var parts = dataset.Split('.', 2);
        if (parts.Length == 1)
            return Dataset(platform, actor, actor.ProjectId, dataset);
        return parts[0] == project.Row.Name
            ? new PlatformException(ErrorCode.NotFound, $"There is no dataset '{dataset}': a statement runs in its project, so write {parts[1]} without '{parts[0]}.'.")
            : new PlatformException(
                ErrorCode.NotFound,
                $"There is no dataset '{dataset}': a statement reads the datasets of its own project, which is {project.Row.Name}, and what others share with it, "
                + $"by names such as \"{Names.BorrowedDataset(parts[0], parts[1])}\". Let an owner of {parts[0]} share it (hops share offer), or make you a member (hops member add).");
    }

    private static string Borrowable(ProjectRoster project)
    {
        var names = project.Borrowed.Of(ResourceKind.Dataset).Select(borrowed => borrowed.Name).ToList();
        return names.Count == 0 ? "nothing is" : Listed("dataset", names).Replace("datasets are", "those that are shared are", StringComparison.Ordinal);
    }

    /// <summary>First part of a path below a project; null if it leads elsewhere.</summary>
    private static string? DatasetOf(ProjectRoster project, string path)
    {
        var root = Names.ProjectDirectory(project.Row.Name) + "/";
        if (path.StartsWith(root, StringComparison.Ordinal))
            path = path[root.Length..];
        return path.StartsWith('/') ? null : path.Split('/')[0];
    }

    private static PlatformException Of(HopsPlatform platform, Principal actor, long projectId, ResourceKind kind, string name) =>
        Words(platform, actor, projectId, kind.Noun(), name, NamesOf(platform, actor, projectId, kind));

    private static PlatformException Words(
        HopsPlatform platform, Principal actor, long projectId, string kind, string name, IReadOnlyList<string> ofKind)
    {
        var missing = $"There is no {kind} '{name}' in the project";
        foreach (var other in Snapshots.Where(other => other.Noun() != kind))
        {
            if (NamesOf(platform, actor, projectId, other).Contains(name))
                return new PlatformException(ErrorCode.NotFound, $"{missing}: {name} is a {other.Noun()}; {Listed(kind, ofKind)}.");
        }

        return new PlatformException(
            ErrorCode.NotFound,
            NearestName.Find(name, ofKind) is { } near ? $"{missing}; did you mean '{near}'?" : $"{missing}; {Listed(kind, ofKind)}.");
    }

    private static string Listed(string kind, IReadOnlyList<string> names)
    {
        var plural = kind == "query" ? "queries" : kind + "s";
        return names.Count == 0
            ? $"it has no {plural}"
            : $"{plural} are {string.Join(", ", names.Order(StringComparer.Ordinal).Take(NamedMax))}{(names.Count > NamedMax ? ", ..." : "")}";
    }

    /// <summary>Names of a kind that the caller may list; none if it may not.</summary>
    private static IReadOnlyList<string> NamesOf(HopsPlatform platform, Principal actor, long projectId, ResourceKind kind)
    {
        if (!platform.Gate.Decide(actor, Operation.Describe, new Resource(kind, projectId, "")).Allowed)
            return [];
        return kind == ResourceKind.Topic
            ? [.. platform.Topics.Snapshot.List(projectId).Select(topic => topic.Name), .. BorrowedOf(platform, projectId, kind)]
            : [.. platform.Roster.Now.Projects.GetValueOrDefault(projectId)?.Datasets.Keys ?? [], .. BorrowedOf(platform, projectId, kind)];
    }

    private static IEnumerable<string> BorrowedOf(HopsPlatform platform, long projectId, ResourceKind kind) =>
        platform.Roster.Now.Projects.GetValueOrDefault(projectId)?.Borrowed.Of(kind).Select(borrowed => borrowed.Name) ?? [];

    private static string? TextOf(PlatformException refusal, string fact) =>
        refusal.Facts.TryGetValue(fact, out var value) ? value?.ToString() : null;
}
