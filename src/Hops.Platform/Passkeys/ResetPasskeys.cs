using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Platform.Passkeys;

/// <summary>An administrator takes all passkeys of somebody away whose device is lost or stolen.</summary>
public static class ResetPasskeys
{
    /// <summary>Takes them away and ends the user's sessions: whoever has the device may be somebody else.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such user; <c>Conflict</c>: it has none.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Platform, 0, name));
        var user = platform.Roster.Now.FindUser(name) ?? throw HopsPlatform.NoUser(name);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var count = (await Passkey.OfAsync(transaction, user.Id)).Count;
                if (count == 0)
                    throw new PlatformException(ErrorCode.Conflict, $"'{name}' has no passkey.");
                await Passkey.EraseAsync(transaction, user.Id);
                var ended = await RevokeToken.EndAllAsync(transaction, user.Id, token => token.Kind == TokenKind.Session);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "passkey.reset", name, FormattableString.Invariant($"{count} passkeys"));
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended));
                return true;
            },
            cancellationToken);
    }
}
