using Hops.Metadata.Tables;

namespace Hops.Kafka.Groups;

/// <summary>The columns of a partition and of what is committed for it, which the offsets of groups and of open transactions have in common.</summary>
internal static class OffsetColumns
{
    /// <summary>Those of a partition.</summary>
    public static IReadOnlyList<Column> OfPartition { get; } = [new("topic_id", ColumnType.Bytes), new("partition_index", ColumnType.Int64)];

    /// <summary>Those of what is committed.</summary>
    public static IReadOnlyList<Column> OfCommitted { get; } =
    [
        new("next_offset", ColumnType.Int64),
        new("leader_epoch", ColumnType.Int64),
        new("metadata", ColumnType.Text),
        new("committed_ms", ColumnType.Int64),
    ];

    /// <summary>Reads a partition.</summary>
    public static TopicPartition ReadPartition(RowReader read) => new(new Guid(read.Bytes(), bigEndian: true), (int)read.Int64());

    /// <summary>Writes a partition.</summary>
    public static void Write(TopicPartition partition, RowWriter write)
    {
        write.Bytes(partition.TopicId.ToByteArray(bigEndian: true));
        write.Int64(partition.Index);
    }

    /// <summary>Reads what is committed.</summary>
    public static CommittedOffset ReadCommitted(RowReader read) =>
        new(read.Int64(), (int)read.Int64(), read.Text(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()));

    /// <summary>Writes what is committed.</summary>
    public static void Write(CommittedOffset committed, RowWriter write)
    {
        write.Int64(committed.Offset);
        write.Int64(committed.LeaderEpoch);
        write.Text(committed.Metadata);
        write.Int64(committed.CommittedAt.ToUnixTimeMilliseconds());
    }
}
