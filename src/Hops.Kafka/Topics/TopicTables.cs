using System.Collections.Immutable;
using System.Text.Json;
using Hops.Metadata.Tables;

namespace Hops.Kafka.Topics;

/// <summary>The tables of the topic catalog.</summary>
public static class TopicTables
{
    /// <summary>Finds a topic by its id.</summary>
    public static readonly Lookup ById = new("kafka_topic_by_id", "topic_id");

    /// <summary>The topics, by tenant and name.</summary>
    public static readonly Table<Topic> Topics = new(
        "kafka_topic",
        [
            new("tenant_id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("topic_id", ColumnType.Bytes),
            new("partition_count", ColumnType.Int64),
            new("config", ColumnType.Text),
            new("created_by", ColumnType.Text),
            new("created_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Topic
        {
            TenantId = read.Int64(),
            Name = read.Text(),
            Id = new Guid(read.Bytes(), bigEndian: true),
            PartitionCount = (int)read.Int64(),
            Config = JsonSerializer.Deserialize<Dictionary<string, string>>(read.Text())!.ToImmutableSortedDictionary(StringComparer.Ordinal),
            CreatedBy = read.Text(),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
        },
        (row, write) =>
        {
            write.Int64(row.TenantId);
            write.Text(row.Name);
            write.Bytes(row.Id.ToByteArray(bigEndian: true));
            write.Int64(row.PartitionCount);
            write.Text(JsonSerializer.Serialize(row.Config));
            write.Text(row.CreatedBy);
            write.Int64(row.CreatedAt.ToUnixTimeMilliseconds());
        },
        ById);

    /// <summary>
    /// Topics that were deleted and whose files may still be there. Files of topics go by a row of this table and by nothing else: what the
    /// catalog merely does not know may be newer than a database that was restored.
    /// </summary>
    public static readonly Table<TopicDeletion> Deletions = new(
        "kafka_topic_deletion",
        [new("topic_id", ColumnType.Bytes), new("tenant_id", ColumnType.Int64), new("name", ColumnType.Text), new("deleted_ms", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new TopicDeletion(
            new Guid(read.Bytes(), bigEndian: true), read.Int64(), read.Text(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Bytes(row.TopicId.ToByteArray(bigEndian: true));
            write.Int64(row.TenantId);
            write.Text(row.Name);
            write.Int64(row.DeletedAt.ToUnixTimeMilliseconds());
        });

    /// <summary>How much each tenant has, counted in the transaction of each change.</summary>
    public static readonly Table<TopicUsage> Usages = new(
        "kafka_topic_usage",
        [new("tenant_id", ColumnType.Int64), new("topic_count", ColumnType.Int64), new("partition_count", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new TopicUsage(read.Int64(), read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.TenantId);
            write.Int64(row.TopicCount);
            write.Int64(row.PartitionCount);
        });
}

/// <summary>How many topics and partitions a tenant has.</summary>
public sealed record TopicUsage(long TenantId, long TopicCount, long PartitionCount);

/// <summary>A topic that was deleted and whose files may still be there.</summary>
/// <param name="TopicId">Its id, which names the directory of its logs.</param>
/// <param name="TenantId">The tenant that owned it.</param>
/// <param name="Name">Its name.</param>
/// <param name="DeletedAt">When it was deleted.</param>
public sealed record TopicDeletion(Guid TopicId, long TenantId, string Name, DateTimeOffset DeletedAt);
