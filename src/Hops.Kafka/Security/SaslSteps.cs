using Hops.Kafka.Dispatch;

namespace Hops.Kafka.Security;

/// <summary>Takes the tokens of a connection's exchange, whether they came raw or inside SaslAuthenticate.</summary>
internal static class SaslSteps
{
    /// <summary>Failures are answered late, so that guessing is slow.</summary>
    private static readonly TimeSpan FailureDelay = TimeSpan.FromMilliseconds(100);

    public static async ValueTask<SaslStep> TakeAsync(Broker broker, Session session, byte[] token)
    {
        var step = session.Exchange is null ? SaslStep.Failure() : await session.Exchange.StepAsync(token, session.Aborted);

        // A connection may authenticate again (KIP-368), but not as somebody else.
        if (step.Principal is { } principal && session.Principal is { } before && (before.Name != principal.Name || before.ProjectId != principal.ProjectId))
            step = SaslStep.Failure();
        if (step.Error is not null)
        {
            session.IsClosing = true;
            await Task.Delay(FailureDelay, broker.Clock, session.Aborted);
        }

        if (step.Principal is not null)
        {
            session.Principal = step.Principal;
            session.Place?.Dispose();
            session.Exchange = null;
        }

        return step;
    }
}
