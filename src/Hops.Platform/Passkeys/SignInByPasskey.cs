using System.Buffers.Text;
using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Passkeys;

/// <summary>
/// Signs a user in by a passkey, which says who it is: no name, no password, no code. All else is as with a password: what is counted, noted, refused
/// and opened.
/// </summary>
public static class SignInByPasskey
{
    /// <summary>Longer than any id of an attempt.</summary>
    private const int AttemptLengthMax = 64;

    /// <summary>Opens a session. A passkey that is not known and a wrong signature say the same.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="attempt">Id of the attempt, from <see cref="BeginPasskeySignIn"/>: it is over then, however it ends.</param>
    /// <param name="use">What the device has signed.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The text of the session token, shown only now; the token; the user.</returns>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>; <c>AccessDenied</c>: the account waits for approval; <c>Throttled</c> with <c>retryAfter</c>.</exception>
    public static async Task<(string Text, Token Session, User User)> RunAsync(
        HopsPlatform platform, string attempt, PasskeyUse use, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var place = platform.PasskeyPlace;
        if (attempt.Length > AttemptLengthMax || !use.IsWithinBounds)
            throw Refused();
        var challenge = platform.Challenges.Take(KeyOf(attempt))
            ?? throw new PlatformException(ErrorCode.Unauthenticated, "This attempt to sign in is over, or never was: begin again.");
        var passkey = await platform.Store.ReadAsync(
            async read => await read.LookupAsync(Passkey.Table, Passkey.ByCredential, Key.Of(use.CredentialId)), cancellationToken);
        var user = passkey is null ? null : platform.Roster.Now.Users.GetValueOrDefault(passkey.UserId);
        var account = user?.Name ?? StrangerOf(use.CredentialId);
        platform.Throttle.Enter(origin.Source, account);
        var count = passkey is null ? null : await new PasskeyCheck(place).ReadUseAsync(use, passkey, challenge, cancellationToken);
        if (count is not null && user!.IsPending)
        {
            platform.Throttle.Withdrawn(origin.Source, account);
            throw SignIn.Pending();
        }

        if (count is null || user!.IsDisabled)
            throw await FailedAsync(platform, origin, account, user, "wrong passkey", cancellationToken);
        var opened = await OpenSession.RunAsync(platform, user, origin, "passkey", transaction => TakeAsync(transaction, passkey!, count.Value), cancellationToken);
        if (opened is not { } session)
            throw await FailedAsync(platform, origin, account, user, "passkey whose counter went back, or that was removed", cancellationToken);
        platform.Throttle.Succeeded(origin.Source, account);
        return (session.Text, session.Session, user);
    }

    /// <summary>By what the challenge of an attempt is kept.</summary>
    internal static string KeyOf(string attempt) => $"attempt {attempt}";

    /// <summary>
    /// Takes the counter, which grows unless the device has none (WebAuthn section 7.2 step 22): one that does not is that of a copy, or the passkey was copied.
    /// </summary>
    private static async ValueTask<bool> TakeAsync(WriteTransaction transaction, Passkey passkey, uint count)
    {
        var row = await transaction.GetAsync(Passkey.Table, Key.Of(passkey.UserId, passkey.Id), LockMode.Write);
        if (row is null || (count <= row.SignCount && (count, row.SignCount) != (0, 0)))
            return false;
        await transaction.UpdateAsync(Passkey.Table, row with { SignCount = count, Used = transaction.Now });
        return true;
    }

    private static async Task<PlatformException> FailedAsync(
        HopsPlatform platform, SignInOrigin origin, string account, User? user, string what, CancellationToken cancellationToken)
    {
        platform.Throttle.Failed(origin.Source, account);
        if (user is not null)
            await OpenSession.NoteFailureAsync(platform, user.Name, what, cancellationToken);
        return Refused();
    }

    /// <summary>As what an unknown passkey is counted: each by itself, as known ones are. No user has such a name.</summary>
    private static string StrangerOf(byte[] credentialId) => "passkey " + Base64Url.EncodeToString(SHA256.HashData(credentialId));

    private static PlatformException Refused() =>
        new(ErrorCode.Unauthenticated, "This passkey does not sign in here: it is not known, was removed, or did not sign what was asked. Sign in by password.");
}
