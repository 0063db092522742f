using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

internal static class EndSessions
{
    internal static async Task<NoContent> OneAsync(HopsPlatform platform, ApiCall call, string session, CancellationToken cancellationToken)
    {
        await EndSession.RunAsync(platform, call.Actor, session, cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<Ok<EndedSessionsView>> OthersAsync(HopsPlatform platform, ApiCall call, CancellationToken cancellationToken) =>
        TypedResults.Ok(new EndedSessionsView(await EndOtherSessions.RunAsync(platform, call.Actor, cancellationToken)));
}

/// <summary>Sessions that have just been ended.</summary>
/// <param name="Ended">How many.</param>
public sealed record EndedSessionsView(int Ended);
