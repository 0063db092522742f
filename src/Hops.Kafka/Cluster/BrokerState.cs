using System.Globalization;
using System.Security.Cryptography;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Cluster;

/// <summary>What identifies this broker over its restarts.</summary>
/// <param name="ClusterId">Random id of the cluster, 22 characters, made at the first start.</param>
/// <param name="LeaderEpoch">Leader epoch of every partition: higher at every start, so that clients notice records lost in between.</param>
public sealed record BrokerState(string ClusterId, int LeaderEpoch)
{
    /// <summary>Secret from which SCRAM verifiers of unknown names are made up, the same over restarts.</summary>
    internal byte[] DecoyKey { get; init; } = [];

    /// <summary>Named values of the broker.</summary>
    public static readonly Table<BrokerValue> Values = new(
        "kafka_broker",
        [new("name", ColumnType.Text), new("content", ColumnType.Text)],
        keyLength: 1,
        partitionLength: 0,
        read => new BrokerValue(read.Text(), read.Text()),
        (row, write) =>
        {
            write.Text(row.Name);
            write.Text(row.Content);
        });

    /// <summary>Reads the identity, making it at the first start, and begins a new leader epoch.</summary>
    /// <param name="store">The metadata database.</param>
    /// <param name="leaderEpochOfLogs">The highest leader epoch that the logs may hold, which the database may be older than; -1 if it is not known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<BrokerState> OpenAsync(MetadataStore store, int leaderEpochOfLogs, CancellationToken cancellationToken)
    {
        const int DecoyKeyBytes = 32;
        var freshId = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var freshKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(DecoyKeyBytes));
        return await store.WriteAsync(
            async write =>
            {
                var clusterId = await GetOrAddAsync(write, "cluster_id", freshId);
                var decoyKey = await GetOrAddAsync(write, "scram_decoy_key", freshKey);
                var last = await GetOrAddAsync(write, "leader_epoch", "-1");
                var epoch = Math.Max(int.Parse(last, CultureInfo.InvariantCulture), leaderEpochOfLogs) + 1;
                await write.PutAsync(Values, new BrokerValue("leader_epoch", epoch.ToString(CultureInfo.InvariantCulture)));
                return new BrokerState(clusterId, epoch) { DecoyKey = Convert.FromBase64String(decoyKey) };
            },
            cancellationToken);
    }

    private static async ValueTask<string> GetOrAddAsync(WriteTransaction write, string name, string fresh)
    {
        var stored = await write.GetAsync(Values, Key.Of(name), LockMode.Write);
        if (stored is null)
            await write.InsertAsync(Values, new BrokerValue(name, fresh));
        return stored?.Content ?? fresh;
    }
}

/// <summary>A named value of the broker.</summary>
public sealed record BrokerValue(string Name, string Content);
