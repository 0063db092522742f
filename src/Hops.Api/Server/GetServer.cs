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
public sealed record ServerView(string Version, string Kafka, bool KafkaTls, Uri Registry, Uri WebHdfs);
