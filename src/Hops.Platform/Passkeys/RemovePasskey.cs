using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Tokens;

namespace Hops.Platform.Passkeys;

/// <summary>
/// Removes a passkey of the caller, and ends its other sessions: whoever has the device may be signed in. It takes no password: who has found an open
/// session gains nothing by it, and the password still signs in.
/// </summary>
public static class RemovePasskey
{
    /// <summary>Removes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the caller has none of that id.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, long id, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (!await transaction.DeleteAsync(Passkey.Table, Key.Of(actor.UserId, id)))
                    throw Passkey.Missing();
                var ended = await RevokeToken.EndAllAsync(
                    transaction, actor.UserId, token => token.Kind == TokenKind.Session && token.Id != actor.CredentialId);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "passkey.delete", actor.UserName, id.ToString(CultureInfo.InvariantCulture));
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended));
                return true;
            },
            cancellationToken);
    }
}
