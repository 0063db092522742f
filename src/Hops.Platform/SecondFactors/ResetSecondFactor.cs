using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Platform.SecondFactors;

/// <summary>An administrator takes the second factor of somebody away who has lost the device and the recovery codes.</summary>
public static class ResetSecondFactor
{
    /// <summary>Takes it away and ends the user's sessions: whoever has the device may be somebody else.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such user; <c>Conflict</c>: it has none.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Platform, 0, name));
        var user = platform.Roster.Now.FindUser(name) ?? throw HopsPlatform.NoUser(name);
        if (!platform.Roster.Now.HasSecondFactor(user.Id))
            throw new PlatformException(ErrorCode.Conflict, $"'{name}' has no second factor.");
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await RemoveSecondFactor.EraseAsync(platform, transaction, user.Id);
                var ended = await RevokeToken.EndAllAsync(transaction, user.Id, token => token.Kind == TokenKind.Session);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "second-factor.reset", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended));
                return true;
            },
            cancellationToken);
    }
}
