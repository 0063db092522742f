using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>What Kafka knows of a record, offered as columns beside its fields.</summary>
internal enum KafkaColumn
{
    Key,
    Topic,
    Partition,
    Offset,
    Timestamp,
}

/// <summary>Names and types of the <see cref="KafkaColumn"/>s.</summary>
internal static class KafkaColumns
{
    public static IReadOnlyList<KafkaColumn> All { get; } = Enum.GetValues<KafkaColumn>();

    public static string NameOf(KafkaColumn column) => column switch
    {
        KafkaColumn.Key => "_key",
        KafkaColumn.Topic => "_topic",
        KafkaColumn.Partition => "_partition",
        KafkaColumn.Offset => "_offset",
        KafkaColumn.Timestamp => "_timestamp",
    };

    public static SqlType TypeOf(KafkaColumn column) => SqlType.Of(column switch
    {
        KafkaColumn.Key => TypeId.Blob,
        KafkaColumn.Topic => TypeId.Varchar,
        KafkaColumn.Partition => TypeId.Integer,
        KafkaColumn.Offset => TypeId.BigInt,
        KafkaColumn.Timestamp => TypeId.TimestampWithZone,
    });
}
