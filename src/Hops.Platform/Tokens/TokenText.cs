using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hops.Platform.Tokens;

/// <summary>
/// The text of a token: <c>hps_</c>, 12 characters of id, <c>_</c>, 43 characters of a 256-bit secret, 6 of checksum. The prefix lets
/// scanners of leaked secrets find it; the checksum lets them, and us, tell a mistyped one without a look-up.
/// </summary>
public static class TokenText
{
    /// <summary>How every token begins.</summary>
    public const string Prefix = "hps_";

    private const int IdLength = 12;
    private const int SecretLengthBytes = 32;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const int Length = 4 + IdLength + 1 + SecretLength + ChecksumLength;

    /// <summary>A new random token.</summary>
    public static NewToken Make()
    {
        var id = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", IdLength);
        var secret = RandomNumberGenerator.GetBytes(SecretLengthBytes);
        var body = $"{Prefix}{id}_{Base64Url.EncodeToString(secret)}";
        return new NewToken(id, body + Checksum(body), SHA256.HashData(secret));
    }

    /// <summary>Takes a token apart.</summary>
    /// <returns>False if it is not a token of ours: wrong form or checksum.</returns>
    public static bool TryParse(string text, out string id, out byte[] secretSha256)
    {
        id = "";
        secretSha256 = [];
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
            return false;
        var body = text[..^ChecksumLength];
        if (!Ascii.IsValid(text) || !string.Equals(Checksum(body), text[^ChecksumLength..], StringComparison.Ordinal))
            return false;
        var secret = new byte[SecretLengthBytes];
        if (!Base64Url.TryDecodeFromChars(body.AsSpan(Prefix.Length + IdLength + 1), secret, out var written) || written != SecretLengthBytes)
            return false;
        id = text.Substring(Prefix.Length, IdLength);
        secretSha256 = SHA256.HashData(secret);
        return true;
    }

    /// <summary>First 36 bits of the SHA-256 of the rest, in the same alphabet: it protects against typing errors only.</summary>
    private static string Checksum(string body) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(body)))[..ChecksumLength];
}

/// <summary>A token that has just been made: the only moment at which its text exists.</summary>
/// <param name="Id">Public part.</param>
/// <param name="Text">The whole token, for its owner.</param>
/// <param name="SecretSha256">What is kept of the secret.</param>
public sealed record NewToken(string Id, string Text, byte[] SecretSha256);
