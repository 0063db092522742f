using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.SecondFactors;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Identities;

/// <summary>Takes an identity from an account. Sessions that were opened by its issuer end, but for that of who asks.</summary>
public static class UnlinkIdentity
{
    /// <summary>Takes one of the caller's away.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="id">Which one.</param>
    /// <param name="password">The present password; of an account that has none, anything: its session has to be a new one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>: the password; <c>Conflict</c>: it is the only way to sign in; <c>Throttled</c>.</exception>
    public static async Task OwnAsync(HopsPlatform platform, Principal actor, string id, string password, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        if (!(await ListIdentities.OwnAsync(platform, actor, cancellationToken)).Any(row => row.Id == id))
            throw Missing();
        await OwnProof.DemandPasswordAsync(platform, actor, password, cancellationToken);
        await RunAsync(platform, actor, actor.UserId, id, cancellationToken);
    }

    /// <summary>Takes one of anybody's away, for an administrator.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such user or identity; <c>Conflict</c>: it is the only way to sign in.</exception>
    public static async Task OfUserAsync(HopsPlatform platform, Principal actor, string name, string id, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Platform, 0, name));
        var user = platform.Roster.Now.FindUser(name) ?? throw HopsPlatform.NoUser(name);
        await RunAsync(platform, actor, user.Id, id, cancellationToken);
    }

    private static PlatformException Missing() => new(ErrorCode.NotFound, "There is no such identity.");

    private static async Task RunAsync(HopsPlatform platform, Principal actor, long userId, string id, CancellationToken cancellationToken)
    {
        var ended = await platform.Store.WriteAsync(transaction => RemoveAsync(platform, transaction, actor, userId, id), cancellationToken);
        platform.Roster.ForgetUse(ended);
    }

    private static async ValueTask<IReadOnlyList<string>> RemoveAsync(
        HopsPlatform platform, WriteTransaction transaction, Principal actor, long userId, string id)
    {
        var user = (await transaction.GetAsync(User.Table, Key.Of(userId), LockMode.Write))!;
        var all = await IdentityRows.OfAsync(transaction, userId);
        var row = all.FirstOrDefault(one => one.Id == id) ?? throw Missing();

        // What an issuer vouches for that is no longer in the settings opens nothing. Passkeys are removed without a look at this, so they do not count.
        if (!user.HasPassword && !all.Any(one => one.Id != id && platform.Issuers.FindByAddress(one.Issuer) is not null))
            throw new PlatformException(ErrorCode.Conflict, "It is the only identity of an account without a password: choose a password or link another identity first.");
        await transaction.DeleteAsync(OutsideIdentity.Table, Key.Of(userId, id));
        var issuer = platform.Issuers.FindByAddress(row.Issuer)?.Name;
        var ended = await RevokeToken.EndAllAsync(
            transaction, userId, token => token.Kind == TokenKind.Session && token.Id != actor.CredentialId && issuer is not null && SignInMethod.IsOfIssuer(token.Name, issuer));
        await HopsPlatform.AuditAsync(transaction, actor, 0, "identity.unlink", user.Name, issuer ?? "");
        platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended));
        return ended;
    }
}
