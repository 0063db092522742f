using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Fetch;

/// <summary>One pass over the partitions of a fetch: what is there now. Owns the memory of the batches until disposal.</summary>
internal sealed class FetchPass(BrokerState state, TopicCatalog topics, TopicLogs logs, int maxBytes, bool isCommitted) : IDisposable
{
    private const int LeaderEpochFrom = 9;
    private const int TopicIdFrom = 13;

    private readonly List<LogSlice> _slices = [];
    private readonly List<(Partition Partition, long End)> _partitions = [];
    private readonly List<(string Topic, int LengthBytes)> _lengths = [];
    private readonly Dictionary<(long Owner, string Borrowed), string> _watched = [];

    /// <summary>The answer.</summary>
    public FetchResponse Response { get; } = new();

    /// <summary>Bytes of batches in it.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>True if waiting cannot make it better: an error, a fork of the log, or nothing asked for.</summary>
    public bool MustAnswer { get; private set; }

    /// <summary>The partitions that were read, each with the end of the log at that time.</summary>
    public IReadOnlyList<(Partition Partition, long End)> Partitions => _partitions;

    /// <summary>
    /// Names of the topics that can be read of which each may be lost by itself while the fetch waits: those that are borrowed, and one for all that
    /// are the tenant's own. Empty if none can be read, and then there is nothing to wait for.
    /// </summary>
    public IReadOnlyCollection<string> WatchedTopics => _watched.Values;

    /// <summary>Reads all partitions in their order.</summary>
    public void Read(Call call, IReadOnlyList<FetchRequest.Topic> wanted)
    {
        foreach (var topic in wanted)
        {
            var answers = new FetchResponse.Topic { Name = topic.Name, TopicId = topic.TopicId };
            Response.Responses.Add(answers);
            var (found, error) = Find(call, topic);
            var before = LengthBytes;
            foreach (var partition in call.Each(topic.Partitions))
            {
                var answer = new FetchResponse.Topic.Partition
                {
                    PartitionIndex = partition.Index,
                    HighWatermark = -1,
                    Records = RecordBytes.Empty,
                    AbortedTransactions = isCommitted ? [] : null,
                };
                answers.Partitions.Add(answer);
                answer.ErrorCode = error != KafkaError.None ? error : Read(call, found!, partition, answer);
                MustAnswer |= answer.ErrorCode != KafkaError.None;
            }

            if (found is null)
                continue;
            var name = call.Names.NameOf(found)!;
            var isOwn = found.TenantId == call.Names.ProjectId;
            _watched.TryAdd((found.TenantId, isOwn ? "" : name), name);
            if (LengthBytes > before)
                _lengths.Add((name, LengthBytes - before));
        }

        MustAnswer |= _partitions.Count == 0;
    }

    /// <summary>Keeps for the audit trail what goes out with this answer.</summary>
    public void NoteExports(Call call)
    {
        foreach (var (topic, lengthBytes) in _lengths)
            call.NoteExport(topic, lengthBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slice in _slices)
            slice.Dispose();
        _slices.Clear();
    }

    private (Topic? Topic, KafkaError Error) Find(Call call, FetchRequest.Topic wanted)
    {
        var isById = call.Version >= TopicIdFrom;
        var topic = isById ? call.Names.Find(topics, wanted.TopicId) : call.Names.Find(topics, wanted.Name);
        var missing = isById ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition;
        var denied = topic is null && isById ? missing : call.TopicError(Operation.Read, topic is null ? wanted.Name : call.Names.NameOf(topic)!);
        if (denied != KafkaError.None)
            return (null, denied == KafkaError.UnknownTopicOrPartition ? missing : denied);
        return topic is null ? (null, missing) : (topic, KafkaError.None);
    }

    private KafkaError Read(Call call, Topic topic, FetchRequest.Topic.Partition wanted, FetchResponse.Topic.Partition answer)
    {
        if (!topic.HasPartition(wanted.Index))
            return KafkaError.UnknownTopicOrPartition;
        var log = logs.Get(topic, wanted.Index);
        var end = isCommitted ? log.LastStableOffset : log.HighWatermark;
        (answer.LastStableOffset, answer.HighWatermark, answer.LogStartOffset) = (log.LastStableOffset, log.HighWatermark, log.LogStartOffset);
        if (call.Version >= LeaderEpochFrom && Fences.Check(wanted.CurrentLeaderEpoch, state.LeaderEpoch) is not KafkaError.None and var fenced)
            return fenced;
        if (IsForked(log, wanted, answer))
        {
            MustAnswer = true;
            return KafkaError.None;
        }

        _partitions.Add((log, end));
        var left = Math.Max(0, maxBytes - LengthBytes);
        var slice = log.Read(wanted.FetchOffset, Math.Min(Math.Max(0, wanted.PartitionMaxBytes), left), atLeastOne: LengthBytes == 0, isCommitted);
        _slices.Add(slice);
        if (slice.LengthBytes > 0)
            answer.Records = new RecordBytes(slice.Buffers);
        LengthBytes += slice.LengthBytes;

        // What was read may lie beyond the end that was seen before.
        (answer.LastStableOffset, answer.HighWatermark) = (log.LastStableOffset, log.HighWatermark);
        if (isCommitted)
        {
            foreach (var aborted in slice.AbortedFrom(wanted.FetchOffset))
                answer.AbortedTransactions!.Add(new() { ProducerId = aborted.ProducerId, FirstOffset = aborted.FirstOffset });
        }

        return slice.Error;
    }

    /// <summary>Has the reader seen records of an epoch that ended earlier here than it thinks (KIP-320)?</summary>
    private static bool IsForked(Partition log, FetchRequest.Topic.Partition wanted, FetchResponse.Topic.Partition answer)
    {
        if (wanted.LastFetchedEpoch < 0)
            return false;
        var (epoch, endOffset) = log.EndOfEpoch(wanted.LastFetchedEpoch);
        if (epoch < 0 || (epoch == wanted.LastFetchedEpoch && endOffset >= wanted.FetchOffset))
            return false;
        answer.DivergingEpoch = new() { Epoch = epoch, EndOffset = endOffset };
        return true;
    }
}
