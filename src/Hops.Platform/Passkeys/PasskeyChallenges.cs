using System.Security.Cryptography;
using Hops.Platform.Users;

namespace Hops.Platform.Passkeys;

/// <summary>
/// Random texts that devices are to sign, each for one use: in memory, bounded, for a few minutes. One source (a session, or where a sign-in comes
/// from) has few of them and loses its own oldest, so that nobody takes away what others have. Thread safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="lifetime">How long one holds.</param>
internal sealed class PasskeyChallenges(TimeProvider time, TimeSpan lifetime)
{
    /// <summary>Bytes of a challenge; at least 16 (WebAuthn section 13.4.3).</summary>
    internal const int LengthBytes = 32;

    /// <summary>Of one source at a time: for as many people behind one address who sign in within minutes.</summary>
    internal const int PerSourceMax = 50;

    private const int EntriesMax = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PasskeyChallenge> _entries = new(StringComparer.Ordinal);

    /// <summary>Makes one.</summary>
    /// <param name="key">By what it is taken: what had this key before is worth nothing any more.</param>
    /// <param name="source">Who is charged with it.</param>
    /// <param name="userHandle">Handle of the user who adds a passkey; empty for a sign-in.</param>
    internal byte[] Make(string key, string source, byte[] userHandle)
    {
        var made = new PasskeyChallenge(RandomNumberGenerator.GetBytes(LengthBytes), source, userHandle, time.GetUtcNow() + lifetime);
        lock (_lock)
        {
            _entries.Remove(key);
            var own = _entries.Where(entry => string.Equals(entry.Value.Source, source, StringComparison.Ordinal)).ToList();
            if (own.Count >= PerSourceMax)
                _entries.Remove(own.MinBy(entry => entry.Value.Expires).Key);
            Oldest.MakeRoom(_entries, EntriesMax, static entry => entry.Expires);
            _entries[key] = made;
        }

        return made.Text;
    }

    /// <summary>Takes one: it is gone then. Null if there is none, or it is too old.</summary>
    internal PasskeyChallenge? Take(string key)
    {
        lock (_lock)
            return _entries.Remove(key, out var entry) && entry.Expires > time.GetUtcNow() ? entry : null;
    }
}

/// <summary>What a device is to sign.</summary>
/// <param name="Text">The random bytes.</param>
/// <param name="Source">Who asked for it.</param>
/// <param name="UserHandle">Handle of the user who adds a passkey; empty for a sign-in.</param>
/// <param name="Expires">When it is worth nothing any more.</param>
internal sealed record PasskeyChallenge(byte[] Text, string Source, byte[] UserHandle, DateTimeOffset Expires);
