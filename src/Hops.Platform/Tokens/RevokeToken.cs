using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Tokens;

/// <summary>Ends a session or API token of the caller, at once everywhere.</summary>
public static class RevokeToken
{
    /// <summary>Ends it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: none of the caller has that id.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, string tokenId, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Credential, 0, actor.UserName));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var token = await transaction.GetAsync(Token.Table, Key.Of(actor.UserId, tokenId), LockMode.Destroy);
                if (token is null || (actor.ProjectId != 0 && token.ProjectId != actor.ProjectId))
                    throw new PlatformException(ErrorCode.NotFound, "You have no such token.");
                await transaction.DeleteAsync(Token.Table, Key.Of(actor.UserId, tokenId));
                var action = token.Kind == TokenKind.Session ? "session.delete" : "token.delete";
                await HopsPlatform.AuditAsync(transaction, actor, token.ProjectId, action, tokenId);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens([tokenId]));
                return true;
            },
            cancellationToken);
        platform.Roster.ForgetUse([tokenId]);
    }

    /// <summary>Removes the stored tokens of a user that a condition picks.</summary>
    /// <returns>Their ids.</returns>
    internal static async Task<IReadOnlyList<string>> EndAllAsync(WriteTransaction transaction, long userId, Func<Token, bool> isMeant)
    {
        const int PageRows = 1000;
        var ended = new List<string>();
        var page = await transaction.ScanAsync(Token.Table, Key.Of(userId), null, PageRows);
        while (page.Count > 0)
        {
            foreach (var token in page.Where(isMeant))
            {
                await transaction.DeleteAsync(Token.Table, Key.Of(userId, token.Id));
                ended.Add(token.Id);
            }

            page = await transaction.ScanAsync(Token.Table, Key.Of(userId), Key.Of(userId, page[^1].Id), PageRows);
        }

        return ended;
    }
}
