using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Users;

namespace Hops.Platform.Identities;

/// <summary>
/// Sign-ins by issuers that are under way, each to be completed once, in the browser or session that has begun it. In memory and bounded: a restart
/// makes people begin again. Thread safe.
/// </summary>
internal sealed class SignInAttempts(TimeProvider time)
{
    private const int AttemptsMax = 10_000;
    private const int NextLengthMax = 2_000;
    private const int SecretLengthBytes = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SignInAttempt> _attempts = new(StringComparer.Ordinal);

    /// <summary>Attempts of one source, so that nobody pushes out those of others.</summary>
    private readonly Budgets _sources = new(triesMax: 60, recovery: TimeSpan.FromMinutes(10));

    /// <summary>Begins one for somebody who is not signed in.</summary>
    /// <param name="issuer">Name of the issuer.</param>
    /// <param name="returnTo">Where the person comes back.</param>
    /// <param name="next">Where to go afterwards; whatever is no path of ours is the first page.</param>
    /// <param name="source">Where it comes from.</param>
    /// <returns>The attempt, and what the browser has to keep.</returns>
    /// <exception cref="PlatformException"><c>Throttled</c>.</exception>
    internal (SignInAttempt Attempt, string Binding) Begin(string issuer, Uri returnTo, string next, string source)
    {
        Charge(source);
        var binding = Secret();
        return (Keep(New("enter", issuer, returnTo) with { Next = OwnPath(next), BindingSha256 = Sha256Of(binding) }), binding);
    }

    /// <summary>Begins one for who is signed in and wants to link an identity.</summary>
    /// <exception cref="PlatformException"><c>Throttled</c>.</exception>
    internal SignInAttempt BeginLink(string issuer, Uri returnTo, Principal actor)
    {
        Charge(actor.UserName);
        return Keep(New("link", issuer, returnTo) with { Next = "/account", UserId = actor.UserId, CredentialId = actor.CredentialId });
    }

    /// <summary>Takes one that somebody comes back for who is not signed in: it is used up.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is none, or not for this browser.</exception>
    internal SignInAttempt Take(string state, string binding)
    {
        var attempt = Remove(state);
        return attempt is { UserId: 0 } && CryptographicOperations.FixedTimeEquals(attempt.BindingSha256, Sha256Of(binding)) ? attempt : throw Unknown();
    }

    /// <summary>Takes one of a session: it is used up.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is none, or not for this session.</exception>
    internal SignInAttempt TakeLink(string state, Principal actor)
    {
        var attempt = Remove(state);
        return attempt is not null && attempt.UserId == actor.UserId && attempt.CredentialId == actor.CredentialId ? attempt : throw Unknown();
    }

    /// <summary>Keeps one, as it has become.</summary>
    internal SignInAttempt Keep(SignInAttempt attempt)
    {
        lock (_lock)
        {
            Oldest.MakeRoom(_attempts, AttemptsMax, static one => one.Expires);
            _attempts[attempt.State] = attempt;
            return attempt;
        }
    }

    /// <summary>What is said of an attempt that is not there.</summary>
    internal static PlatformException Unknown() => new PlatformException(
        ErrorCode.InvalidArgument, "This sign-in was begun in another browser, is completed already, or has taken more than ten minutes: begin again.").With("field", "state");

    private SignInAttempt? Remove(string state)
    {
        lock (_lock)
            return _attempts.Remove(state, out var attempt) && attempt.Expires > time.GetUtcNow() ? attempt : null;
    }

    private SignInAttempt New(string purpose, string issuer, Uri returnTo) => new()
    {
        State = $"{purpose}-{Secret()}",
        Issuer = issuer,
        Nonce = Secret(),
        Verifier = Secret(),
        ReturnTo = returnTo,
        Next = "/",
        Expires = time.GetUtcNow() + Lifetime,
    };

    private void Charge(string source)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_sources.HasRoom(source, now))
            {
                throw new PlatformException(ErrorCode.Throttled, "Too many sign-ins were begun from your address: try again later.")
                    .With("retryAfter", Math.Ceiling(_sources.Wait.TotalSeconds));
            }

            _sources.Charge(source, 1, now);
        }
    }

    /// <summary>A path of this server: one slash, for two, or one and a backslash, name another to browsers.</summary>
    private static string OwnPath(string next) =>
        next.Length is > 0 and <= NextLengthMax && next[0] == '/' && !(next.Length > 1 && next[1] is '/' or '\\') && !next.Any(char.IsControl) ? next : "/";

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLengthBytes));

    private static byte[] Sha256Of(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
