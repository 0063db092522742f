using Hops.Kafka.Groups;
using Hops.Metadata.Tables;

namespace Hops.Kafka.Transactions;

/// <summary>The tables of transactions: what a coordinator must know again after a crash.</summary>
internal static class TransactionTables
{
    /// <summary>The transactional ids of projects.</summary>
    public static readonly Table<TransactionRow> Transactions = new(
        "kafka_transaction",
        [
            new("tenant_id", ColumnType.Int64),
            new("transactional_id", ColumnType.Text),
            new("producer_id", ColumnType.Int64),
            new("producer_epoch", ColumnType.Int64),
            new("former_producer_id", ColumnType.Int64),
            new("former_epoch", ColumnType.Int64),
            new("next_producer_id", ColumnType.Int64),
            new("timeout_ms", ColumnType.Int64),
            new("status", ColumnType.Int64),
            new("started_ms", ColumnType.Int64),
            new("changed_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new TransactionRow(read.Int64(), read.Text())
        {
            ProducerId = read.Int64(),
            ProducerEpoch = (short)read.Int64(),
            FormerProducerId = read.Int64(),
            FormerEpoch = (short)read.Int64(),
            NextProducerId = read.Int64(),
            TimeoutMs = read.Int64(),
            Status = (TransactionStatus)read.Int64(),
            StartedMs = read.Int64(),
            ChangedMs = read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.TenantId);
            write.Text(row.TransactionalId);
            write.Int64(row.ProducerId);
            write.Int64(row.ProducerEpoch);
            write.Int64(row.FormerProducerId);
            write.Int64(row.FormerEpoch);
            write.Int64(row.NextProducerId);
            write.Int64(row.TimeoutMs);
            write.Int64((long)row.Status);
            write.Int64(row.StartedMs);
            write.Int64(row.ChangedMs);
        });

    /// <summary>The partitions of open transactions, by the producer, which has at most one.</summary>
    public static readonly Table<TransactionPartitionRow> Partitions = new(
        "kafka_transaction_partition",
        [new("producer_id", ColumnType.Int64), .. OffsetColumns.OfPartition],
        keyLength: 3,
        partitionLength: 1,
        read => new TransactionPartitionRow(read.Int64(), OffsetColumns.ReadPartition(read)),
        (row, write) =>
        {
            write.Int64(row.ProducerId);
            OffsetColumns.Write(row.Partition, write);
        });

    /// <summary>The offsets that open transactions will commit.</summary>
    public static readonly Table<TransactionOffsetRow> Offsets = new(
        "kafka_transaction_offset",
        [new("producer_id", ColumnType.Int64), new("group_id", ColumnType.Text), .. OffsetColumns.OfPartition, .. OffsetColumns.OfCommitted],
        keyLength: 4,
        partitionLength: 1,
        read => new TransactionOffsetRow(read.Int64(), new(read.Text(), OffsetColumns.ReadPartition(read)), OffsetColumns.ReadCommitted(read)),
        (row, write) =>
        {
            write.Int64(row.ProducerId);
            write.Text(row.Read.GroupId);
            OffsetColumns.Write(row.Read.Partition, write);
            OffsetColumns.Write(row.Committed, write);
        });
}

/// <summary>A transactional id; times in Unix milliseconds, -1 for none.</summary>
internal sealed record TransactionRow(long TenantId, string TransactionalId)
{
    public required long ProducerId { get; init; }

    public required short ProducerEpoch { get; init; }

    public required long FormerProducerId { get; init; }

    public required short FormerEpoch { get; init; }

    public required long NextProducerId { get; init; }

    public required long TimeoutMs { get; init; }

    public required TransactionStatus Status { get; init; }

    public required long StartedMs { get; init; }

    public required long ChangedMs { get; init; }

    /// <summary>The row of a state.</summary>
    public static TransactionRow Of(long tenantId, string transactionalId, TransactionState state) => new(tenantId, transactionalId)
    {
        ProducerId = state.ProducerId,
        ProducerEpoch = state.ProducerEpoch,
        FormerProducerId = state.FormerProducerId,
        FormerEpoch = state.FormerEpoch,
        NextProducerId = state.NextProducerId,
        TimeoutMs = (long)state.Timeout.TotalMilliseconds,
        Status = state.Status,
        StartedMs = state.StartedAt?.ToUnixTimeMilliseconds() ?? -1,
        ChangedMs = state.ChangedAt.ToUnixTimeMilliseconds(),
    };

    /// <summary>The state of the row, without what lies in the other tables.</summary>
    public TransactionState State() => new()
    {
        ProducerId = ProducerId,
        ProducerEpoch = ProducerEpoch,
        FormerProducerId = FormerProducerId,
        FormerEpoch = FormerEpoch,
        NextProducerId = NextProducerId,
        Timeout = TimeSpan.FromMilliseconds(TimeoutMs),
        Status = Status,
        StartedAt = StartedMs < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(StartedMs),
        ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(ChangedMs),
    };
}

/// <summary>A partition of the open transaction of a producer.</summary>
internal sealed record TransactionPartitionRow(long ProducerId, TopicPartition Partition);

/// <summary>An offset that the open transaction of a producer will commit.</summary>
internal sealed record TransactionOffsetRow(long ProducerId, GroupPartition Read, CommittedOffset Committed);
