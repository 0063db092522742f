using System.Text.Json;
using Hops.Api.Groups;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Reading;
using Hops.Platform;

namespace Hops.Api.Events;

/// <summary>Consumer groups of a project: each whose members, offsets or lag have changed, about once a second, or less often of a Kafka cluster.</summary>
internal sealed class GroupSource(HopsPlatform platform, IConsumerGroups groups, RecordsOf recordsOf, Func<object, JsonElement> element, long projectId)
{
    /// <summary>Groups that are followed; of a project with more, the pages ask for the rest.</summary>
    private const int GroupsMax = 500;

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private Pace _pace = new(platform.Time);

    internal async ValueTask<IReadOnlyList<(JsonElement Item, string Text)>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_pace.IsDue(groups.LookInterval))
            return [];
        var isBegun = _pace.IsBegun;
        _pace.Look();
        if (platform.Roster.Now.Projects.GetValueOrDefault(projectId) is not { } project)
            return [];
        var names = new TenantNames(projectId, project.Borrowed);
        var reports = await groups.ListAsync(names, "", GroupsMax, cancellationToken);
        var news = new List<(JsonElement, string)>();
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in await new GroupLag(platform.Topics, recordsOf, names).ViewsAsync(reports, cancellationToken))
        {
            var view = element(group);
            var text = view.GetRawText();
            present.Add(group.Group);
            if (_known.GetValueOrDefault(group.Group) != text)
                news.Add((element(new { group = group.Group, view }), ""));
            _known[group.Group] = text;
        }

        foreach (var gone in _known.Keys.Where(name => !present.Contains(name)).ToList())
        {
            _known.Remove(gone);
            news.Add((element(new { group = gone, isGone = true }), ""));
        }

        return isBegun ? news : [];
    }
}
