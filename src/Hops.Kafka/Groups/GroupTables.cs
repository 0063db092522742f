using Hops.Metadata.Tables;

namespace Hops.Kafka.Groups;

/// <summary>The tables of consumer groups.</summary>
public static class GroupTables
{
    /// <summary>
    /// The groups that have or had offsets. Membership is not kept: after a restart members find themselves unknown and join again.
    /// </summary>
    public static readonly Table<GroupRow> Groups = new(
        "kafka_group",
        [new("tenant_id", ColumnType.Int64), new("group_id", ColumnType.Text), new("number", ColumnType.Int64), new("protocol_type", ColumnType.Text)],
        keyLength: 2,
        partitionLength: 1,
        read => new GroupRow(read.Int64(), read.Text(), read.Int64(), read.Text()),
        (row, write) =>
        {
            write.Int64(row.TenantId);
            write.Text(row.GroupId);
            write.Int64(row.Number);
            write.Text(row.ProtocolType);
        });

    /// <summary>Committed offsets, by the number of the group and the id of the topic: a topic made anew under an old name has none.</summary>
    public static readonly Table<OffsetRow> Offsets = new(
        "kafka_group_offset",
        [new("group_number", ColumnType.Int64), .. OffsetColumns.OfPartition, .. OffsetColumns.OfCommitted],
        keyLength: 3,
        partitionLength: 1,
        read => new OffsetRow
        {
            GroupNumber = read.Int64(),
            Partition = OffsetColumns.ReadPartition(read),
            Committed = OffsetColumns.ReadCommitted(read),
        },
        (row, write) =>
        {
            write.Int64(row.GroupNumber);
            OffsetColumns.Write(row.Partition, write);
            OffsetColumns.Write(row.Committed, write);
        });

    /// <summary>Key of an offset.</summary>
    public static Key OffsetKey(long groupNumber, TopicPartition partition) =>
        Key.Of(groupNumber, partition.TopicId.ToByteArray(bigEndian: true), partition.Index);
}

/// <summary>A group.</summary>
/// <param name="TenantId">Tenant that owns it.</param>
/// <param name="GroupId">Name within the tenant.</param>
/// <param name="Number">Short key of its offsets.</param>
/// <param name="ProtocolType">What its members were, <c>consumer</c> as a rule; empty if it never had members.</param>
public sealed record GroupRow(long TenantId, string GroupId, long Number, string ProtocolType);

/// <summary>A committed offset of one partition.</summary>
public sealed record OffsetRow
{
    /// <summary>Number of the group.</summary>
    public required long GroupNumber { get; init; }

    /// <summary>The partition.</summary>
    public required TopicPartition Partition { get; init; }

    /// <summary>What was committed.</summary>
    public required CommittedOffset Committed { get; init; }
}

/// <summary>A partition of a topic, by the id of the topic.</summary>
public readonly record struct TopicPartition(Guid TopicId, int Index);

/// <summary>What a group has committed for a partition.</summary>
/// <param name="Offset">The next offset to read.</param>
/// <param name="LeaderEpoch">Leader epoch of the record before; -1 if not given.</param>
/// <param name="Metadata">Text of the client.</param>
/// <param name="CommittedAt">When.</param>
public sealed record CommittedOffset(long Offset, int LeaderEpoch, string Metadata, DateTimeOffset CommittedAt)
{
    /// <summary>Memory that the text keeps.</summary>
    public long TextBytes => sizeof(char) * (long)Metadata.Length;
}
