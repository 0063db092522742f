using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// GETDELEGATIONTOKEN: <c>{"Token":null}</c>, which clients take for a cluster that needs none. A new secret is not to be had for an old
/// one here; tokens for Hadoop's clients are made from platform tokens by <see cref="Authentication.DelegationToken"/>.
/// </summary>
internal static class GetDelegationToken
{
    /// <summary>GETDELEGATIONTOKEN.</summary>
    public static Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken) =>
        JsonReply.WriteAsync(call.Response, new TokenReply(null), WebHdfsJson.Default.TokenReply, cancellationToken);
}
