using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>SaslAuthenticate: one token of the exchange that SaslHandshake began.</summary>
internal sealed class SaslAuthenticateHandler(Broker broker)
{
    public async ValueTask<SaslAuthenticateResponse?> HandleAsync(Call call, SaslAuthenticateRequest request)
    {
        var session = call.Session;
        if (session.Exchange is null)
        {
            session.IsClosing = true;
            return new() { ErrorCode = KafkaError.IllegalSaslState, ErrorMessage = "SaslHandshake comes first." };
        }

        var step = await SaslSteps.TakeAsync(broker, session, request.AuthBytes);
        return step.Error is null
            ? new() { AuthBytes = step.Token, SessionLifetimeMs = LifetimeMs(step.Principal) }
            : new() { ErrorCode = KafkaError.SaslAuthenticationFailed, ErrorMessage = step.Error };
    }

    /// <summary>How long a client has until it has to authenticate again over the connection (KIP-368); 0 for as long as it likes.</summary>
    private long LifetimeMs(Principal? principal) =>
        principal?.CredentialExpires is { } end ? Math.Max(1, (long)(end - broker.Clock.GetUtcNow()).TotalMilliseconds) : 0;
}
