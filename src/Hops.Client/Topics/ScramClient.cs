using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hops.Core.Errors;

namespace Hops.Client.Topics;

/// <summary>
/// The client's side of SCRAM (RFC 5802 section 3, RFC 7677), without channel binding: the secret never leaves the program, and the server has
/// to prove that it knows it too.
/// </summary>
/// <param name="hash"><see cref="HashAlgorithmName.SHA256"/> or <see cref="HashAlgorithmName.SHA512"/>.</param>
/// <param name="credential">Name and secret.</param>
/// <param name="nonce">Fresh random text without commas.</param>
internal sealed class ScramClient(HashAlgorithmName hash, BrokerCredential credential, string nonce)
{
    private const string Header = "n,,";

    /// <summary>Rounds that a server may ask of us: RFC 7677 wants 4,096 at least, and a hostile one could keep us busy.</summary>
    private const int IterationsMin = 4096;
    private const int IterationsMax = 1_000_000;

    private readonly string _first = $"n={Escaped(credential.Name)},r={nonce}";
    private byte[] _serverSignature = [];

    /// <summary>The first message.</summary>
    public byte[] First() => Encoding.UTF8.GetBytes(Header + _first);

    /// <summary>The answer to the server's challenge: the proof.</summary>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>: the challenge is not one.</exception>
    public byte[] Proof(byte[] challenge)
    {
        var serverFirst = Encoding.UTF8.GetString(challenge);
        var parts = serverFirst.Split(',');
        if (parts is not [['r', '=', .. var serverNonce], ['s', '=', .. var saltText], ['i', '=', .. var roundsText], ..]
            || !serverNonce.StartsWith(nonce, StringComparison.Ordinal) || serverNonce.Length == nonce.Length
            || !int.TryParse(roundsText, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) || rounds is < IterationsMin or > IterationsMax
            || Decoded(saltText) is not { Length: > 0 } salt)
        {
            throw new PlatformException(ErrorCode.Unauthenticated, "The broker's challenge is not one of SCRAM.");
        }

        var withoutProof = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(Header))},r={serverNonce}";
        var signed = Encoding.UTF8.GetBytes($"{_first},{serverFirst},{withoutProof}");
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(credential.Secret), salt, rounds, hash, LengthBytes);
        var proof = Hmac(salted, "Client Key"u8);
        var signature = Hmac(CryptographicOperations.HashData(hash, proof), signed);
        for (var index = 0; index < proof.Length; index++)
            proof[index] ^= signature[index];
        _serverSignature = Hmac(Hmac(salted, "Server Key"u8), signed);
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    /// <summary>Checks that the server knows the secret too.</summary>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>: it does not, and is not to be trusted.</exception>
    public void CheckServer(byte[] final)
    {
        var text = Encoding.UTF8.GetString(final).Split(',')[0];
        if (!text.StartsWith("v=", StringComparison.Ordinal)
            || Decoded(text[2..]) is not { } signature
            || !CryptographicOperations.FixedTimeEquals(signature, _serverSignature))
        {
            throw new PlatformException(ErrorCode.Unauthenticated, "The broker did not prove that it knows the secret: it may not be the one you think.");
        }
    }

    private int LengthBytes => hash == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;

    private byte[] Hmac(byte[] key, ReadOnlySpan<byte> message) => CryptographicOperations.HmacData(hash, key, message);

    private static byte[]? Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var lengthBytes) ? bytes[..lengthBytes] : null;
    }

    private static string Escaped(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
}
