using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Groups;

/// <summary>The offsets of one topic that a client commits, in a transaction or without one: which of them can be taken.</summary>
internal sealed class OffsetIntake
{
    /// <summary>Longest text beside an offset, as Apache Kafka's <c>offset.metadata.max.bytes</c>.</summary>
    private const int MetadataCharactersMax = 4096;

    private readonly Topic? _topic;
    private readonly KafkaError _refusal;
    private readonly DateTimeOffset _now;

    /// <param name="call">The request.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="name">The topic, by the caller's name for it.</param>
    /// <param name="refusal">Why nothing of the request is taken; None if that is not so.</param>
    /// <param name="now">When it is committed.</param>
    public OffsetIntake(Call call, TopicCatalog topics, string name, KafkaError refusal, DateTimeOffset now)
    {
        _refusal = refusal != KafkaError.None ? refusal : call.TopicError(Operation.Read, name);
        _topic = call.Names.Find(topics, name);
        _now = now;
    }

    /// <summary>Why an offset of a partition cannot be taken; None if it can.</summary>
    /// <param name="index">The partition.</param>
    /// <param name="metadata">The client's text beside it.</param>
    public KafkaError Check(int index, string? metadata) =>
        _refusal != KafkaError.None ? _refusal
        : _topic?.HasPartition(index) != true ? KafkaError.UnknownTopicOrPartition
        : metadata?.Length > MetadataCharactersMax ? KafkaError.OffsetMetadataTooLarge
        : KafkaError.None;

    /// <summary>The partition of an offset that can be taken.</summary>
    public TopicPartition Partition(int index) => new(_topic!.Id, index);

    /// <summary>An offset that can be taken, as it is kept.</summary>
    public CommittedOffset Take(long offset, int leaderEpoch, string? metadata) => new(offset, leaderEpoch, metadata ?? "", _now);
}
