using System.Security.Cryptography.X509Certificates;

namespace Hops.Core.Identity;

/// <summary>Takes everybody for <see cref="OpenGate.Everybody"/>, whatever is shown: goes with <see cref="OpenGate"/>.</summary>
public sealed class OpenAuthentication : IAuthentication
{
    /// <inheritdoc/>
    public ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken) => new(OpenGate.Everybody);

    /// <inheritdoc/>
    public ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken) => new(OpenGate.Everybody);

    /// <inheritdoc/>
    public ScramVerifier? FindScram(string name, ScramHash hash) => null;

    /// <inheritdoc/>
    public Principal? FromScram(string name) => null;

    /// <inheritdoc/>
    public Principal? FromCertificate(X509Certificate2 certificate) => OpenGate.Everybody;
}
