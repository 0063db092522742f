using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Transactions;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Identities;

/// <summary>Signs in somebody who has come back from an issuer, as the user with whose account the identity is linked.</summary>
public static class CompleteIssuerSignIn
{
    /// <summary>Takes the answer, which is used up with it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="answer">With what the person has come back.</param>
    /// <param name="binding">What the browser has kept.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The session, or none for a newcomer who waits for an administrator.</returns>
    /// <exception cref="PlatformException">
    /// <c>InvalidArgument</c>: there is no such attempt; <c>Unauthenticated</c>: the answer cannot be trusted; <c>AccessDenied</c>: the issuer or we do not
    /// let the person in; <c>SecondFactorRequired</c>: go on with <see cref="WithCodeAsync"/>; <c>Unavailable</c>: the issuer does not answer.
    /// </exception>
    public static async Task<IssuerSignIn> RunAsync(
        HopsPlatform platform, IssuerAnswer answer, string binding, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var attempt = platform.SignInAttempts.Take(answer.State, binding);
        var vouched = await VouchedAsync(platform, attempt, answer, cancellationToken);
        var issuer = platform.Issuers.Find(attempt.Issuer);
        var known = await platform.Store.ReadAsync(read => IdentityRows.FindAsync(read, vouched), cancellationToken);
        var user = known is null
            ? await AdmitNewcomer.RunAsync(platform, issuer, vouched, cancellationToken)
            : platform.Roster.Now.Users[known.UserId];
        if (user.IsPending && known is null)
            return new IssuerSignIn(null, user, attempt.Next);
        CheckMayEnter(platform, user);
        if (platform.Roster.Now.HasSecondFactor(user.Id) && !vouched.IsStrong)
        {
            platform.SignInAttempts.Keep(attempt with { Vouched = vouched });
            throw new PlatformException(ErrorCode.SecondFactorRequired, $"{issuer.DisplayName} vouches for you. Send the code that your device shows, or a recovery code, as well.");
        }

        return await EnterAsync(platform, attempt, vouched, user, origin, cancellationToken);
    }

    /// <summary>Goes on with the code of the user's device, or a recovery code. A wrong one may be followed by another, as the throttle allows.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: nothing waits for a code; <c>Unauthenticated</c>: it is wrong; <c>Throttled</c>.</exception>
    public static async Task<IssuerSignIn> WithCodeAsync(
        HopsPlatform platform, string state, string code, string binding, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var attempt = platform.SignInAttempts.Take(state, binding);
        if (attempt.Vouched is not { } vouched)
            throw SignInAttempts.Unknown();
        var known = await platform.Store.ReadAsync(read => IdentityRows.FindAsync(read, vouched), cancellationToken) ?? throw SignInAttempts.Unknown();
        var user = platform.Roster.Now.Users[known.UserId];
        CheckMayEnter(platform, user);
        platform.SignInAttempts.Keep(attempt);
        platform.Throttle.Enter(origin.Source, user.Name);
        await SignIn.DemandCodeAsync(platform, new SignInTry(user.Name, "", origin, code), user, cancellationToken);
        platform.Throttle.Succeeded(origin.Source, user.Name);
        platform.SignInAttempts.Take(state, binding);
        return await EnterAsync(platform, attempt, vouched, user, origin, cancellationToken);
    }

    /// <summary>Whom the issuer vouches for, unless it says that it does not.</summary>
    internal static async Task<VouchedIdentity> VouchedAsync(
        HopsPlatform platform, SignInAttempt attempt, IssuerAnswer answer, CancellationToken cancellationToken)
    {
        if (attempt.Vouched is not null || attempt.Issuer != answer.Name)
            throw SignInAttempts.Unknown();
        var issuer = platform.Issuers.Find(attempt.Issuer);
        return answer.Error.Length == 0
            ? await issuer.RedeemAsync(attempt, answer, cancellationToken)
            : throw new PlatformException(ErrorCode.AccessDenied, $"{issuer.DisplayName} has not signed you in, or you have gone back: begin again, or sign in another way.");
    }

    private static void CheckMayEnter(HopsPlatform platform, User user)
    {
        if (!user.IsDisabled)
            return;
        platform.Journal.Note(FirstRun.Itself, "session.create", new Resource(ResourceKind.Credential, 0, user.Name), ErrorCode.AccessDenied);
        throw new PlatformException(ErrorCode.AccessDenied, user.IsPending
            ? "An administrator has yet to approve this account."
            : "This account is blocked: ask an administrator.");
    }

    private static async Task<IssuerSignIn> EnterAsync(
        HopsPlatform platform, SignInAttempt attempt, VouchedIdentity vouched, User user, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var way = SignInMethod.OfIssuer(attempt.Issuer, vouched.IsStrong);
        var opened = await OpenSession.RunAsync(platform, user, origin, way, transaction => NoteUseAsync(transaction, vouched, user), cancellationToken);
        return new IssuerSignIn(opened ?? throw SignInAttempts.Unknown(), user, attempt.Next);
    }

    private static async ValueTask<bool> NoteUseAsync(WriteTransaction transaction, VouchedIdentity vouched, User user)
    {
        // It may have been unlinked since it was looked at.
        var row = await IdentityRows.FindAsync(transaction, vouched);
        return row is not null && row.UserId == user.Id && await transaction.UpdateAsync(OutsideIdentity.Table, row with { LastUsed = transaction.Now, Label = vouched.Label });
    }
}

/// <summary>What has become of a sign-in by an issuer.</summary>
/// <param name="Session">Text of the session token, shown only now, and the session; null for a user who waits for an administrator.</param>
/// <param name="User">The user.</param>
/// <param name="Next">Path of ours to go to.</param>
public sealed record IssuerSignIn((string Text, Token Token)? Session, User User, string Next);
