using System.Text.Json;
using Hops.Api.Groups;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;
using Hops.Platform;

namespace Hops.Api.Events;

/// <summary>Consumer groups of a project: each whose members, offsets or lag have changed, about once a second.</summary>
internal sealed class GroupSource(HopsPlatform platform, GroupDirectory groups, TopicLogs logs, Func<object, JsonElement> element, long projectId)
{
    /// <summary>Groups that are followed; of a project with more, the pages ask for the rest.</summary>
    private const int GroupsMax = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private long? _lookedAt;

    internal ValueTask<IReadOnlyList<(JsonElement Item, string Text)>?> NextAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<(JsonElement Item, string Text)>?>(Next());

    private List<(JsonElement Item, string Text)> Next()
    {
        var now = platform.Time.GetTimestamp();
        if (_lookedAt is { } before && platform.Time.GetElapsedTime(before, now) < Pause)
            return [];
        var isBegun = _lookedAt is not null;
        _lookedAt = now;
        if (platform.Roster.Now.Projects.GetValueOrDefault(projectId) is not { } project)
            return [];
        var lag = new GroupLag(platform.Topics, logs, new TenantNames(projectId, project.Borrowed));
        var news = new List<(JsonElement, string)>();
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in GroupReport.List(groups, projectId, "").Take(GroupsMax))
        {
            var view = element(GroupView.Of(group, lag));
            var text = view.GetRawText();
            present.Add(group.GroupId);
            if (_known.GetValueOrDefault(group.GroupId) != text)
                news.Add((element(new { group = group.GroupId, view }), ""));
            _known[group.GroupId] = text;
        }

        foreach (var gone in _known.Keys.Where(name => !present.Contains(name)).ToList())
        {
            _known.Remove(gone);
            news.Add((element(new { group = gone, isGone = true }), ""));
        }

        return isBegun ? news : [];
    }
}
