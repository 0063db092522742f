using System.Text.Json;
using Hops.Api.Audit;
using Hops.Api.Messages;
using Hops.Api.Queries;
using Hops.Kafka.Groups;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Metadata.Audit;
using Hops.Platform;
using Hops.Platform.Inbox;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Hops.Api.Events;

/// <summary>What the sources of channels read from, and how they write.</summary>
/// <param name="platform">Queries and trails.</param>
/// <param name="supervisor">What queries are at.</param>
/// <param name="recordsOf">Records of topics.</param>
/// <param name="groups">Consumer groups.</param>
/// <param name="news">Whether inboxes can have changed.</param>
/// <param name="json">How answers are written.</param>
internal sealed class ChannelSources(HopsPlatform platform, QuerySupervisor supervisor, RecordsOf recordsOf, IConsumerGroups groups, InboxNews news, IOptions<JsonOptions> json)
{
    /// <summary>What has come since the last call; null if some of it is left out.</summary>
    internal delegate ValueTask<IReadOnlyList<(JsonElement Item, string Text)>?> Source(CancellationToken cancellationToken);

    /// <summary>Begins to read a channel from now on.</summary>
    internal Source Open(EventChannel channel) => channel.Kind switch
    {
        ChannelKind.Queries => new QuerySource(platform, supervisor, Element, channel.Resource.ProjectId).NextAsync,
        ChannelKind.Messages => new TopicSource(platform, recordsOf, Element, channel.Topic!).NextAsync,
        ChannelKind.Groups => new GroupSource(platform, groups, recordsOf, Element, channel.Resource.ProjectId).NextAsync,
        ChannelKind.Inbox => new InboxSource(platform, supervisor, news, Element, channel.Actor).NextAsync,
        ChannelKind.Activity => new ActivitySource(platform, Element, channel.Resource.ProjectId).NextAsync,
        ChannelKind.Membership => static _ => new([]),
    };

    private JsonElement Element(object item) => JsonSerializer.SerializeToElement(item, item.GetType(), json.Value.SerializerOptions);
}

/// <summary>Queries of a project: each whose view has changed, and each report of progress that is new.</summary>
internal sealed class QuerySource(HopsPlatform platform, QuerySupervisor supervisor, Func<object, JsonElement> element, long projectId)
{
    private readonly Dictionary<long, (string Name, string View, string? Progress)> _known = [];
    private bool _isBegun;

    internal async ValueTask<IReadOnlyList<(JsonElement Item, string Text)>?> NextAsync(CancellationToken cancellationToken)
    {
        var news = new List<(JsonElement, string)>();
        var queries = await QueryDuty.OfProjectAsync(platform, projectId, cancellationToken);
        foreach (var query in queries)
        {
            var view = element(QueryView.Of(platform, supervisor, query));
            var viewText = view.GetRawText();
            var reports = supervisor.ProgressOf(query.Id);
            var before = _known.GetValueOrDefault(query.Id);
            if (before.View != viewText)
                news.Add((element(new { query = query.Name, view }), ""));
            foreach (var report in reports.Skip(KnownCount(reports, before.Progress)))
                news.Add((element(new { query = query.Name, progress = report }), ""));
            _known[query.Id] = (query.Name, viewText, reports.Count > 0 ? reports[^1].GetRawText() : before.Progress);
        }

        var present = queries.Select(query => query.Id).ToHashSet();
        foreach (var (id, gone) in _known.Where(pair => !present.Contains(pair.Key)).ToList())
        {
            _known.Remove(id);
            news.Add((element(new { query = gone.Name, isGone = true }), ""));
        }

        if (_isBegun)
            return news;
        _isBegun = true;
        return [];
    }

    /// <summary>How many of the reports were told of: those up to the last one that was. Looked for from the newest, where it is as a rule.</summary>
    private static int KnownCount(IReadOnlyList<JsonElement> reports, string? lastKnown)
    {
        var count = reports.Count;
        while (count > 0 && reports[count - 1].GetRawText() != lastKnown)
            count--;
        return count;
    }
}

/// <summary>Messages of a topic as they come, from the end that it had; those of a transaction when it is committed.</summary>
internal sealed class TopicSource
{
    /// <summary>Messages taken at once; a topic that is ten rounds ahead is not followed message by message: the reading goes on with the newest round.</summary>
    private const int RoundMax = 500;
    private const long BehindMax = 10 * RoundMax;

    private readonly HopsPlatform _platform;
    private readonly RecordsOf _recordsOf;
    private readonly Func<object, JsonElement> _element;
    private readonly PayloadText _payloads;
    private readonly Dictionary<int, long> _positions = [];
    private (Topic Topic, ITopicRecords Records) _open;
    private Pace _pace;

    internal TopicSource(HopsPlatform platform, RecordsOf recordsOf, Func<object, JsonElement> element, Topic topic)
    {
        (_platform, _recordsOf, _element, _open, _pace) = (platform, recordsOf, element, (topic, recordsOf(topic)), new Pace(platform.Time));
        _payloads = new PayloadText(platform.Schemas, topic.TenantId);
    }

    internal async ValueTask<IReadOnlyList<(JsonElement Item, string Text)>?> NextAsync(CancellationToken cancellationToken)
    {
        // It may have been given partitions, or have been deleted.
        if (_platform.Topics.Snapshot.Find(_open.Topic.Id) is not { } topic)
            return [];
        if (topic != _open.Topic)
            _open = (topic, _recordsOf(topic));
        if (!_pace.IsDue(_open.Records.LookInterval))
            return [];
        var stable = await _open.Records.StableEndsAsync([.. MessageStart.PartitionsOf(topic, null)], cancellationToken);
        var isBegun = _pace.IsBegun;
        _pace.Look();
        if (!isBegun)
        {
            foreach (var (partition, end) in stable)
                _positions[partition] = end;
            return [];
        }

        var ahead = stable.Where(end => end.Value > _positions.GetValueOrDefault(end.Key)).ToList();
        if (ahead.Count == 0)
            return [];
        var behind = ahead.Sum(end => end.Value - _positions.GetValueOrDefault(end.Key));
        if (behind > BehindMax)
        {
            var share = Math.Max(1, RoundMax / stable.Count);
            foreach (var (partition, end) in stable)
                _positions[partition] = Math.Max(_positions.GetValueOrDefault(partition), end - share);
            return null;
        }

        var ends = await _open.Records.EndsAsync([.. ahead.Select(end => end.Key)], cancellationToken);
        return await ReadAsync([.. ends.Select(end => (end, _positions.GetValueOrDefault(end.Partition)))], cancellationToken);
    }

    private async ValueTask<IReadOnlyList<(JsonElement Item, string Text)>> ReadAsync(
        IReadOnlyCollection<(PartitionEnds Ends, long Position)> starts, CancellationToken cancellationToken)
    {
        var walk = new MessageWalk(_open.Records, starts, isBackward: false);
        var news = new List<(JsonElement, string)>();
        for (; news.Count < RoundMax && await walk.PeekAsync(cancellationToken) is { } message; walk.Take())
        {
            var view = await _payloads.OfMessageAsync(message, cancellationToken);
            news.Add((_element(view), $"{view.Key.Text}\n{view.Value.Text}"));
        }

        foreach (var (partition, position) in walk.Positions)
            _positions[partition] = position;
        return news;
    }
}

/// <summary>Entries of the audit trail of a project, from the end that it had.</summary>
internal sealed class ActivitySource(HopsPlatform platform, Func<object, JsonElement> element, long projectId)
{
    private const int RoundMax = 200;
    private long _last = -1;

    internal async ValueTask<IReadOnlyList<(JsonElement Item, string Text)>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_last < 0)
        {
            _last = await platform.Store.ReadAsync(async read => (await AuditLog.HeadAsync(read, projectId)).Sequence, cancellationToken);
            return [];
        }

        var entries = await platform.Store.ReadAsync(read => AuditLog.AfterAsync(read, projectId, _last, RoundMax), cancellationToken);
        if (entries.Count > 0)
            _last = entries[^1].Sequence;
        return [.. entries.Select(entry => (element(AuditView.Of(entry)), ""))];
    }
}
