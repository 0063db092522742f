using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Platform.Sessions;

/// <summary>Ends one of the caller's sessions, at once everywhere.</summary>
public static class EndSession
{
    /// <summary>Ends it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the caller has no session of that id.</exception>
    public static Task RunAsync(HopsPlatform platform, Principal actor, string sessionId, CancellationToken cancellationToken) =>
        platform.Roster.Now.Tokens.TryGetValue(sessionId, out var session) && ListSessions.IsOf(actor, session)
            ? RevokeToken.RunAsync(platform, actor, sessionId, cancellationToken)
            : throw new PlatformException(ErrorCode.NotFound, "You have no such session.");
}
