using System.Text;
using Hops.Core.Identity;

namespace Hops.Kafka.Security;

/// <summary>SASL OAUTHBEARER (RFC 7628) with a token of the platform's own.</summary>
internal sealed class OAuthBearerExchange(IAuthentication authentication) : SaslExchange
{
    private const char Separator = '\u0001';
    private const string Prefix = "auth=Bearer ";

    private bool _hasFailed;

    public override async ValueTask<SaslStep> StepAsync(byte[] token, CancellationToken cancellationToken)
    {
        if (_hasFailed)
            return SaslStep.Failure();
        var parts = Encoding.UTF8.GetString(token).Split(Separator);
        var field = parts.FirstOrDefault(part => part.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));
        if (parts[0].StartsWith("n,", StringComparison.Ordinal)
            && field is not null
            && await authentication.AuthenticateTokenAsync(field[Prefix.Length..].Trim(), cancellationToken) is { } principal)
        {
            return SaslStep.Success(principal, []);
        }

        // The client answers the reason with a single separator, and only then is the exchange over (RFC 7628 section 3.2.3).
        _hasFailed = true;
        return SaslStep.Challenge("""{"status":"invalid_token"}"""u8.ToArray());
    }
}
