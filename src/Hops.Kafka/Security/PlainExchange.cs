using System.Text;
using Hops.Core.Identity;

namespace Hops.Kafka.Security;

/// <summary>SASL PLAIN (RFC 4616): authorization id, name and secret, separated by NUL.</summary>
internal sealed class PlainExchange(IAuthentication authentication) : SaslExchange
{
    public override async ValueTask<SaslStep> StepAsync(byte[] token, CancellationToken cancellationToken)
    {
        var parts = Encoding.UTF8.GetString(token).Split('\0');
        if (parts is not [var authorizationId, var name, var secret] || name.Length == 0 || secret.Length == 0)
            return SaslStep.Failure();
        if (authorizationId.Length > 0 && authorizationId != name)
            return SaslStep.Failure();
        return await authentication.AuthenticateAsync(name, secret, cancellationToken) is { } principal
            ? SaslStep.Success(principal, [])
            : SaslStep.Failure();
    }
}
