using Hops.Core.Errors;
using Hops.Metadata.Tables;

namespace Hops.Kafka.Traffic;

/// <summary>How many bytes per second an administrator lets the clients of a project produce and fetch. A project without a row has the quotas of the settings.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="ProduceBytesPerSecond">Quota of what comes in; <see cref="NoLimit"/>; null for that of the settings.</param>
/// <param name="FetchBytesPerSecond">Quota of what goes out; the same.</param>
public sealed record TrafficQuota(long ProjectId, long? ProduceBytesPerSecond, long? FetchBytesPerSecond)
{
    /// <summary>Stands for a quota without limit.</summary>
    public const long NoLimit = -1;

    /// <summary>The least that a quota may be: a small request a second.</summary>
    public const long Min = 1 << 10;

    /// <summary>The most that a quota may be: 1 TiB/s.</summary>
    public const long Max = 1L << 40;

    internal static readonly Table<TrafficQuota> Table = new(
        "kafka_traffic_quota",
        [
            new("project_id", ColumnType.Int64),
            new("produce_bytes_per_second", ColumnType.Int64, IsNullable: true),
            new("fetch_bytes_per_second", ColumnType.Int64, IsNullable: true),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new TrafficQuota(read.Int64(), read.Int64OrNull(), read.Int64OrNull()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.ProduceBytesPerSecond);
            write.Int64(row.FetchBytesPerSecond);
        });

    /// <summary>Refuses what is no quota.</summary>
    /// <param name="bytesPerSecond">The quota; null for one that is not set.</param>
    /// <param name="field">What the caller calls it.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    public static void Check(long? bytesPerSecond, string field)
    {
        if (bytesPerSecond is null or NoLimit or (>= Min and <= Max))
            return;
        throw new PlatformException(ErrorCode.InvalidArgument, $"A quota of traffic is {Min} to {Max} bytes per second, or {NoLimit} for no limit.").With("field", field);
    }
}
