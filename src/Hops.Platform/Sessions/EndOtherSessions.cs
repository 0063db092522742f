using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Platform.Sessions;

/// <summary>Ends every session of the caller but the one by which it asks.</summary>
public static class EndOtherSessions
{
    /// <summary>Ends them.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> RunAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var ended = await platform.Store.WriteAsync(
            async transaction =>
            {
                var ids = await RevokeToken.EndAllAsync(
                    transaction, actor.UserId, token => ListSessions.IsOf(actor, token) && token.Id != actor.CredentialId);
                await HopsPlatform.AuditAsync(transaction, actor, 0, "session.delete", "others", FormattableString.Invariant($"{ids.Count} sessions"));
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ids));
                return ids;
            },
            cancellationToken);
        platform.Roster.ForgetUse(ended);
        return ended.Count;
    }
}
