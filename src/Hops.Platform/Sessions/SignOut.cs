using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Platform.Sessions;

/// <summary>Ends the session by which the caller came.</summary>
public static class SignOut
{
    /// <summary>Ends it.</summary>
    public static Task RunAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken) =>
        RevokeToken.RunAsync(platform, actor, actor.CredentialId, cancellationToken);
}
