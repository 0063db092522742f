namespace Hops.Net.Authentication;

/// <summary>A token of the platform's own (RFC 6750).</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer";

    public static HttpMechanism Mechanism { get; } = new(
        Scheme,
        static request => HttpMechanisms.Parameter(request, Scheme) is not null,
        static (request, authentication) =>
            authentication.AuthenticateTokenAsync(HttpMechanisms.Parameter(request, Scheme)!, request.HttpContext.RequestAborted));
}
