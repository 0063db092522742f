using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Server;

internal static class GetServer
{
    internal static Ok<ServerView> Run(Func<ServerView> server) => TypedResults.Ok(server());
}

/// <summary>Where the other protocols of this server are, for clients that know only its address.</summary>
/// <param name="Version">Version of the server.</param>
/// <param name="Kafka">The broker, as <c>host:port</c>: SASL PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER.</param>
/// <param name="KafkaTls">True if the broker encrypts: <c>SASL_SSL</c> and not <c>SASL_PLAINTEXT</c>.</param>
/// <param name="Registry">The schema registry.</param>
/// <param name="WebHdfs">Files over WebHDFS.</param>
/// <param name="KafkaCluster">How clients find their topics in the Kafka cluster whose brokers <c>kafka</c> names, between commas; null if it is the embedded broker.</param>
public sealed record ServerView(string Version, string Kafka, bool KafkaTls, Uri Registry, Uri WebHdfs, KafkaClusterView? KafkaCluster = null);

/// <summary>A Kafka cluster in place of the embedded broker.</summary>
/// <param name="NamePrefix">
/// What names of the platform begin with there: the topic <c>orders</c> of project <c>shop</c> is <c>hops.shop.orders</c>, and its groups and transactional
/// ids begin with <c>hops.shop.</c>.
/// </param>
/// <param name="SaslMechanism">How project-users sign in there.</param>
public sealed record KafkaClusterView(string NamePrefix, string SaslMechanism);
