using Hops.Core.Errors;

namespace Hops.Kafka.Dispatch;

/// <summary>What a refusal of the platform is to a Kafka client.</summary>
internal static class Refusals
{
    /// <summary>The code of the error table, except where Kafka tells apart what the platform does not.</summary>
    public static KafkaError ToKafka(PlatformException refusal) => (KafkaError)ErrorTable.Row(refusal.Code).KafkaCode;

    /// <summary>The code for a request about a topic: settings and partition counts have codes of their own.</summary>
    public static KafkaError OfTopic(PlatformException refusal) => refusal switch
    {
        { Code: ErrorCode.InvalidArgument } when refusal.Facts.ContainsKey("setting") => KafkaError.InvalidConfig,
        { Code: ErrorCode.InvalidArgument } => KafkaError.InvalidPartitions,
        _ => ToKafka(refusal),
    };
}
