using Hops.Net.Authentication;

namespace Hops.Hadoop.WebHdfs.Authentication;

/// <summary>The parameter <c>delegation=</c>: a platform token, bare or as a Hadoop token (<see cref="DelegationToken"/>).</summary>
internal static class DelegationParameter
{
    private const string Name = "delegation";

    public static HttpMechanism Mechanism { get; } = new(
        Name,
        static request => Text(request) is not null,
        static (request, authentication) =>
            authentication.AuthenticateTokenAsync(DelegationToken.Secret(Text(request)!), request.HttpContext.RequestAborted));

    private static string? Text(Microsoft.AspNetCore.Http.HttpRequest request) => new Requests.RequestParameters(request.Query).Text(Name);
}
