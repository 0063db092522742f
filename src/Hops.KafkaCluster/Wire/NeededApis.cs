using Hops.Client.Topics;
using Hops.Kafka.Wire;

namespace Hops.KafkaCluster.Wire;

/// <summary>
/// What the platform asks of a cluster that not every Apache Kafka offers, from which version on, and what is lost without it. All else has been offered since
/// Apache Kafka 2.0.
/// </summary>
internal static class NeededApis
{
    /// <summary>The oldest release that has all that is needed.</summary>
    public const string ReleaseMin = "2.7";

    /// <summary>All of them, in the order of the releases.</summary>
    public static IReadOnlyList<NeededApi> Rows { get; } =
    [
        new(ApiKey.IncrementalAlterConfigs, 0, "2.3", "topics keep the settings that they were made with (KIP-339)", IsNeeded: true),
        new(ApiKey.CreateTopics, 4, "2.4", "topics cannot be made with as many copies as is usual in the cluster (KIP-464)", IsNeeded: true),
        new(ApiKey.DescribeClientQuotas, 0, "2.6", "rates of projects are not seen (KIP-546)", IsNeeded: true),
        new(ApiKey.AlterClientQuotas, 0, "2.6", "rates of projects are not kept (KIP-546)", IsNeeded: true),
        new(ApiKey.DescribeUserScramCredentials, 0, "2.7", "it is not known which members can sign in (KIP-554)", IsNeeded: true),
        new(ApiKey.AlterUserScramCredentials, 0, "2.7", "members get no secrets there (KIP-554)", IsNeeded: true),
        new(ApiKey.Metadata, 10, "2.8", "a streaming query does not see that a topic was deleted and made anew behind the platform's back (KIP-516)", IsNeeded: false),
        new(ApiKey.ListOffsets, 7, "3.0", "the time of the newest record of a partition is not shown (KIP-734)", IsNeeded: false),
        new(ApiKey.FindCoordinator, 4, "3.0", "nothing: it is asked for one group at a time (KIP-699)", IsNeeded: false),
        new(ApiKey.OffsetFetch, 8, "3.0", "nothing: it is asked for one group at a time (KIP-709)", IsNeeded: false),
        new(ApiKey.ConsumerGroupDescribe, 0, "3.7", "nothing: there are no groups of the newer protocol (KIP-848)", IsNeeded: false),
    ];

    /// <summary>The newest of those that are needed and that a broker does not offer; null if there is none.</summary>
    public static NeededApi? MissingIn(BrokerConnection connection) => Rows.LastOrDefault(row => row.IsNeeded && !connection.Offers(row.Api, row.Version));
}

/// <summary>A request that is asked of a cluster.</summary>
/// <param name="Api">The request.</param>
/// <param name="Version">Its least version.</param>
/// <param name="Release">The first Apache Kafka that offers it.</param>
/// <param name="Lost">What is so without it, as the end of a sentence.</param>
/// <param name="IsNeeded">True if a cluster without it is refused.</param>
internal sealed record NeededApi(ApiKey Api, short Version, string Release, string Lost, bool IsNeeded);
