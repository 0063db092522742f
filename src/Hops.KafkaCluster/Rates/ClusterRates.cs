using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Rates;

/// <summary>The cluster's quotas of users (KIP-546), as its administrator sees and changes them: the two of bytes, and no others.</summary>
internal static class ClusterRates
{
    private const short VersionMax = 1;
    private const string OfUsers = "user";
    private const string Produce = "producer_byte_rate";
    private const string Fetch = "consumer_byte_rate";

    /// <summary>Matches every user that has a quota of its own (KIP-546).</summary>
    private const sbyte EverySpecified = 2;

    /// <summary>Users of one request.</summary>
    private const int AtOnceMax = 500;

    /// <summary>Which users have rates.</summary>
    public static async Task<Dictionary<string, ClusterRate>> ListAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        // Strict: those of a user together with a client id are somebody else's.
        var request = new DescribeClientQuotasRequest { Components = [new() { EntityType = OfUsers, MatchType = EverySpecified }], Strict = true };
        var answer = await cluster.SendAsync<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(request, VersionMax, cancellationToken);
        ClusterRefusal.Demand(answer.ErrorCode, answer.ErrorMessage, "see quotas of users");
        var rates = new Dictionary<string, ClusterRate>(StringComparer.Ordinal);
        foreach (var entry in answer.Entries ?? [])
        {
            var rate = new ClusterRate(ValueOf(entry, Produce), ValueOf(entry, Fetch));
            if (rate != default && entry.Entity is [{ EntityName: { } user }])
                rates[user] = rate;
        }

        return rates;
    }

    /// <summary>Sets rates of users, in place of those that they had.</summary>
    public static async Task SetAsync(ClusterConnection cluster, IEnumerable<KeyValuePair<string, ClusterRate>> rates, CancellationToken cancellationToken)
    {
        foreach (var some in rates.Chunk(AtOnceMax))
        {
            var request = new AlterClientQuotasRequest
            {
                Entries =
                [
                    .. some.Select(pair => new AlterClientQuotasRequest.Entry
                    {
                        Entity = [new() { EntityType = OfUsers, EntityName = pair.Key }],
                        Ops = [ChangeOf(Produce, pair.Value.ProduceBytesPerSecond), ChangeOf(Fetch, pair.Value.FetchBytesPerSecond)],
                    }),
                ],
            };
            var answer = await cluster.AdministerAsync<AlterClientQuotasRequest, AlterClientQuotasResponse>(request, VersionMax, cancellationToken);
            foreach (var entry in answer.Entries)
                ClusterRefusal.Demand(entry.ErrorCode, entry.ErrorMessage, "set quotas of users");
        }
    }

    private static long? ValueOf(DescribeClientQuotasResponse.Entry entry, string key) => entry.Values.Find(quota => quota.Key == key) is { } quota ? (long)quota.Value : null;

    private static AlterClientQuotasRequest.Entry.Change ChangeOf(string key, long? bytesPerSecond) =>
        new() { Key = key, Value = bytesPerSecond ?? 0, Remove = bytesPerSecond is null };
}
