using Hops.Core.Errors;
using Hops.Kafka;

namespace Hops.Client.Topics;

/// <summary>Turns error codes of the Kafka protocol into our refusals.</summary>
internal static class BrokerErrors
{
    /// <param name="error">What the broker answered.</param>
    /// <param name="topic">The topic that was asked for.</param>
    /// <param name="said">What the broker said of it besides; null if nothing.</param>
    public static PlatformException Refusal(KafkaError error, string topic, string? said = null) => error switch
    {
        KafkaError.UnknownTopicOrPartition or KafkaError.UnknownTopicId =>
            new PlatformException(ErrorCode.NotFound, $"There is no topic '{topic}' that you may use."),
        KafkaError.TopicAuthorizationFailed => new PlatformException(ErrorCode.AccessDenied, $"You may not do this to topic '{topic}'."),
        KafkaError.MessageTooLarge or KafkaError.RecordListTooLarge =>
            new PlatformException(ErrorCode.TooLarge, $"A batch is larger than topic '{topic}' takes."),
        KafkaError.InvalidRecord =>
            new PlatformException(ErrorCode.UndecodableRecord, $"Topic '{topic}' does not take a record, and its batch with it. {said}".TrimEnd()),
        KafkaError.CorruptMessage => new PlatformException(ErrorCode.CorruptData, $"A batch of topic '{topic}' is damaged."),
        KafkaError.KafkaStorageError => new PlatformException(ErrorCode.DiskFull, $"The broker cannot write to topic '{topic}'."),
        KafkaError.OutOfOrderSequenceNumber or KafkaError.InvalidProducerEpoch or KafkaError.UnknownProducerId =>
            new PlatformException(ErrorCode.Fenced, $"The broker does not know this writer of topic '{topic}' any more ({error})."),
        _ => new PlatformException(ErrorCode.Unavailable, $"The broker answered {error} for topic '{topic}'."),
    };
}
