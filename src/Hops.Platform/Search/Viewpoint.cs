using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Shares;
using Hops.Schemas.Registry;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>
/// What a caller can see of the index at this moment: the projects in which it acts, and as whom. Where it looks, and whether it is shown what was found
/// there, both follow from the roster as it is now; the index knows nothing of rights, so none can be out of date in it.
/// </summary>
internal sealed class Viewpoint
{
    private readonly HopsPlatform _platform;
    private readonly Principal _caller;
    private readonly RosterSnapshot _roster;
    private readonly Dictionary<long, Principal> _within;
    private readonly ProjectRoster? _only;

    private Viewpoint(HopsPlatform platform, Principal caller, ProjectRoster? only)
    {
        (_platform, _caller, _roster, _only) = (platform, caller, platform.Roster.Now, only);
        _within = (only is null ? _roster.Projects.Values : [only])
            .Where(project => project.Members.ContainsKey(caller.UserId))
            .Select(project => platform.Gate.Enter(caller, project.Row.Id))
            .OfType<Principal>()
            .ToDictionary(principal => principal.ProjectId);
    }

    /// <summary>The viewpoint of a caller.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="project">The one project in which it looks; null for everywhere.</param>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>: there is no such project for this caller.</exception>
    internal static Viewpoint Of(HopsPlatform platform, Principal caller, string? project) =>
        new(platform, caller, project is null ? null : platform.FindProject(caller, project));

    /// <summary>Where in the index it looks.</summary>
    internal IReadOnlyList<Scope> Scopes()
    {
        var scopes = new HashSet<Scope>();
        foreach (var id in _within.Keys)
        {
            scopes.Add(SearchScopes.Project(id));
            foreach (var kind in (ResourceKind[])[ResourceKind.Dataset, ResourceKind.Topic])
                scopes.UnionWith(Loans.Of(_platform, _roster.Projects[id], kind).Select(loan => SearchScopes.Thing(loan.Share.Thing)));
        }

        if (SeesAllProjects)
            scopes.Add(SearchScopes.Directory);
        if (_only is null && MayListPublic)
            scopes.Add(SearchScopes.Public);
        return [.. scopes];
    }

    /// <summary>An entry as the caller sees it: once for each of its projects that has or borrows it; nowhere if it may not know of it.</summary>
    internal IEnumerable<SearchHit> See(Entry entry)
    {
        if (_only is not null && entry.Kind == EntryKind.Project && entry.ProjectId != _only.Row.Id)
            return [];
        if (entry.Scope == SearchScopes.Public)
            return SeePublic(entry) is { } open ? [open] : [];
        if (entry.Kind == EntryKind.Project)
            return SeeProject(entry) is { } project ? [project] : [];
        return _within.Values.Select(who => SeeIn(who, entry)).OfType<SearchHit>();
    }

    /// <summary>A file where it is now, for each of the caller's projects in which it could be come upon.</summary>
    internal async Task<IEnumerable<SearchHit>> SeeFileAsync(Entry entry, CancellationToken cancellationToken)
    {
        var hits = new List<SearchHit>();
        foreach (var who in _within.Values.Where(who => who.ProjectId == entry.ProjectId || who.Borrowed.Of(ResourceKind.Dataset).Any(lent => lent.Thing.ProjectId == entry.ProjectId)))
        {
            if (await _platform.Door.FindByIdAsync(who, entry.Number, cancellationToken) is { } found && PlaceIn(who, found.Path.Parent.Text) is { } place)
                hits.Add(new SearchHit(entry, who.ProjectName, place.Owner, found.Status.Name, place.Path));
        }

        return hits;
    }

    /// <summary>A directory as members of a project write it: <c>dataset/directory</c>, <c>owner::dataset/directory</c>; null outside of what they have.</summary>
    private (string Owner, string Path)? PlaceIn(Principal who, string directory)
    {
        if (Names.DatasetOfPath(directory) is not { } dataset || !_roster.Projects.TryGetValue(_platform.Gate.ProjectOfPath(directory), out var owner))
            return null;
        var below = directory[Dataset.PathOf(owner.Row.Name, dataset).Length..];
        if (owner.Row.Id == who.ProjectId)
            return (owner.Row.Name, dataset + below);
        return who.Borrowed.NameOf(new Resource(ResourceKind.Dataset, owner.Row.Id, dataset)) is { } name ? (owner.Row.Name, name + below) : null;
    }

    private bool SeesAllProjects => _platform.Gate.Decide(_caller, Operation.Describe, new Resource(ResourceKind.Platform, 0, "")).Allowed;

    private bool MayListPublic => _platform.Gate.Decide(_caller, Operation.Describe, new Resource(ResourceKind.Share, 0, "")).Allowed;

    private SearchHit? SeeProject(Entry entry)
    {
        var who = _within.GetValueOrDefault(entry.ProjectId) ?? _caller;
        return _roster.Projects.TryGetValue(entry.ProjectId, out var project)
            && _platform.Gate.Decide(who, Operation.Describe, new Resource(ResourceKind.Project, entry.ProjectId, entry.Name)).Allowed
            ? new SearchHit(entry, project.Row.Name, project.Row.Name, entry.Name, "")
            : null;
    }

    /// <summary>A public dataset, for whoever does not see it anyway as its own or borrowed.</summary>
    private SearchHit? SeePublic(Entry entry)
    {
        if (!_roster.Projects.TryGetValue(entry.ProjectId, out var owner))
            return null;
        var name = Names.BorrowedDataset(owner.Row.Name, entry.Name);
        return _roster.Published.ContainsKey(name) && !_within.Values.Any(who => SeeIn(who, entry) is not null)
            ? new SearchHit(entry, null, owner.Row.Name, name, "")
            : null;
    }

    private SearchHit? SeeIn(Principal who, Entry entry)
    {
        if (!_roster.Projects.TryGetValue(entry.ProjectId, out var owner) || NamesIn(who, entry) is not { } names)
            return null;
        return _platform.Gate.Decide(who, OperationOf(entry.Kind), ResourceOf(entry)).Allowed
            ? new SearchHit(entry, who.ProjectName, owner.Row.Name, names.Name, names.Place)
            : null;
    }

    /// <summary>The name and place by which members of a project know a thing; null if it is neither theirs nor borrowed.</summary>
    private static (string Name, string Place)? NamesIn(Principal who, Entry entry)
    {
        if (who.ProjectId == entry.ProjectId)
            return (entry.Name, entry.Place);
        if (LentWith(entry) is not { } lent || who.Borrowed.NameOf(lent) is not { } name)
            return null;
        return entry.Kind switch
        {
            EntryKind.Schema => (name + entry.Name[lent.Name.Length..], ""),
            EntryKind.Field => (entry.Name, name + entry.Place[lent.Name.Length..]),
            _ => (name, ""),
        };
    }

    /// <summary>The dataset or topic that has to be lent for an entry to be seen by others.</summary>
    private static Resource? LentWith(Entry entry) => entry.Kind switch
    {
        EntryKind.Dataset => new Resource(ResourceKind.Dataset, entry.ProjectId, entry.Name),
        EntryKind.Topic => new Resource(ResourceKind.Topic, entry.ProjectId, entry.Name),
        EntryKind.Schema or EntryKind.Field when SubjectNames.TopicOf(SubjectOf(entry)) is { } topic => new Resource(ResourceKind.Topic, entry.ProjectId, topic),
        _ => null,
    };

    private static string SubjectOf(Entry entry) => entry.Kind == EntryKind.Schema ? entry.Name : entry.Place;

    private static Resource ResourceOf(Entry entry) => entry.Kind switch
    {
        EntryKind.Dataset => new Resource(ResourceKind.Dataset, entry.ProjectId, entry.Name),
        EntryKind.Topic => new Resource(ResourceKind.Topic, entry.ProjectId, entry.Name),
        EntryKind.Query => new Resource(ResourceKind.Query, entry.ProjectId, entry.Name),
        _ => new Resource(ResourceKind.Schema, entry.ProjectId, SubjectOf(entry)),
    };

    /// <summary>A schema is found by what it says, which is its content.</summary>
    private static Operation OperationOf(EntryKind kind) => kind is EntryKind.Schema or EntryKind.Field ? Operation.Read : Operation.Describe;
}
