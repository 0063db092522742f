using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Fetch;

/// <summary>
/// What a client fetches again and again over one connection, so that requests say only what has changed and answers only what is new (KIP-227). It
/// belongs to its connection and ends with it: over another one the client begins anew, as after a restart of the broker.
/// </summary>
internal sealed class FetchSession : IDisposable
{
    private const int TopicIdFrom = 13;

    private readonly FetchSessions _sessions;
    private readonly long _tenantId;
    private readonly bool _isById;
    private readonly Dictionary<PartitionKey, LinkedListNode<Entry>> _entries = [];

    /// <summary>The partitions in the order in which they are read: those of which something was sent last come last.</summary>
    private readonly LinkedList<Entry> _order = new();
    private int _nextEpoch;

    private FetchSession(FetchSessions sessions, long tenantId, bool isById)
    {
        (_sessions, _tenantId, _isById) = (sessions, tenantId, isById);
        Id = sessions.NextId();
    }

    /// <summary>Its number, by which the client names it.</summary>
    public int Id { get; }

    /// <summary>Begins a session with the partitions of a request.</summary>
    /// <returns>Null if the tenant's sessions remember as much as they may: every fetch is a whole one then.</returns>
    public static FetchSession? TryBegin(FetchSessions sessions, long tenantId, short version, FetchRequest request)
    {
        var session = new FetchSession(sessions, tenantId, version >= TopicIdFrom);
        if (session.TryAdd(request))
        {
            session._nextEpoch = 1;
            return session;
        }

        session.Dispose();
        return null;
    }

    /// <summary>Takes over what a request changes.</summary>
    /// <returns>
    /// <c>InvalidFetchSessionEpoch</c>: it is not the next one; <c>FetchSessionTopicIdError</c>: it names topics where the session has ids, or the
    /// other way round; <c>FetchSessionIdNotFound</c>: there is no room for what it adds, and the session has ended.
    /// </returns>
    public KafkaError Continue(short version, FetchRequest request)
    {
        if (request.SessionEpoch != _nextEpoch)
            return KafkaError.InvalidFetchSessionEpoch;
        if (version >= TopicIdFrom != _isById)
            return KafkaError.FetchSessionTopicIdError;
        foreach (var topic in request.ForgottenTopicsData)
        {
            foreach (var index in topic.Partitions)
                Forget(new PartitionKey(topic.Topic, topic.TopicId, index));
        }

        if (!TryAdd(request))
            return KafkaError.FetchSessionIdNotFound;
        _nextEpoch = _nextEpoch == int.MaxValue ? 1 : _nextEpoch + 1;
        return KafkaError.None;
    }

    /// <summary>What is to be read, in order.</summary>
    public List<FetchRequest.Topic> Topics()
    {
        var topics = new List<FetchRequest.Topic>();
        foreach (var entry in _order)
        {
            if (topics.Count == 0 || topics[^1].TopicId != entry.Key.TopicId || topics[^1].Name != entry.Key.Topic)
                topics.Add(new() { Name = entry.Key.Topic, TopicId = entry.Key.TopicId });
            topics[^1].Partitions.Add(entry.Wanted);
        }

        return topics;
    }

    /// <summary>Makes an answer one of the session: without what the client knows already.</summary>
    /// <param name="response">Answers all of <see cref="Topics"/>.</param>
    public FetchResponse Answer(FetchResponse response)
    {
        response.SessionId = Id;
        foreach (var topic in response.Responses)
            topic.Partitions.RemoveAll(partition => !IsNews(new PartitionKey(topic.Name, topic.TopicId, partition.PartitionIndex), partition));
        response.Responses.RemoveAll(static topic => topic.Partitions.Count == 0);
        return response;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Give(_tenantId, _entries.Count);
        _entries.Clear();
        _order.Clear();
    }

    private bool TryAdd(FetchRequest request)
    {
        foreach (var topic in request.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                var key = new PartitionKey(topic.Name, topic.TopicId, partition.Index);
                if (_entries.TryGetValue(key, out var known))
                {
                    known.Value.Wanted = partition;
                    continue;
                }

                if (!_sessions.TryTake(_tenantId, 1))
                    return false;
                _entries.Add(key, _order.AddLast(new Entry(key, partition)));
            }
        }

        return true;
    }

    private void Forget(PartitionKey key)
    {
        if (!_entries.Remove(key, out var node))
            return;
        _order.Remove(node);
        _sessions.Give(_tenantId, 1);
    }

    /// <summary>Is it something that the client does not know? It does then.</summary>
    private bool IsNews(PartitionKey key, FetchResponse.Topic.Partition answer)
    {
        if (!_entries.TryGetValue(key, out var node))
            return true;
        var known = (answer.HighWatermark, answer.LastStableOffset, answer.LogStartOffset);
        var isNews = answer.Records.LengthBytes > 0 || answer.ErrorCode != KafkaError.None || answer.DivergingEpoch is not null || node.Value.Known != known;
        node.Value.Known = known;
        if (answer.Records.LengthBytes > 0)
        {
            _order.Remove(node);
            _order.AddLast(node);
        }

        return isNews;
    }

    /// <summary>A partition as requests name it: by the name of its topic or by its id.</summary>
    private readonly record struct PartitionKey(string Topic, Guid TopicId, int Index);

    private sealed class Entry(PartitionKey key, FetchRequest.Topic.Partition wanted)
    {
        public PartitionKey Key => key;

        /// <summary>From where on, and how much.</summary>
        public FetchRequest.Topic.Partition Wanted { get; set; } = wanted;

        /// <summary>The offsets that the client was told last; null before the first answer.</summary>
        public (long HighWatermark, long LastStableOffset, long LogStartOffset)? Known { get; set; }
    }
}
