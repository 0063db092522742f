using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;

namespace Hops.Net.Authentication;

/// <summary>The certificate that a client has shown in the handshake of TLS; its listener has checked it against the authority.</summary>
public static class ClientCertificate
{
    /// <summary>The certificate of a connection; null if it has shown none.</summary>
    /// <param name="connection">Features of the connection, or of a request on it.</param>
    public static X509Certificate2? Of(IFeatureCollection connection) => connection.Get<ITlsConnectionFeature>()?.ClientCertificate;

    internal static HttpMechanism Mechanism { get; } = new(
        "certificate",
        static request => Of(request.HttpContext.Features) is not null,
        static (request, authentication) => new(authentication.FromCertificate(Of(request.HttpContext.Features)!)));
}
