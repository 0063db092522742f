using System.Security.Cryptography;
using System.Text;
using Hops.Core.Identity;

namespace Hops.Kafka.Security;

/// <summary>
/// The server's side of SCRAM (RFC 5802, RFC 7677), without channel binding. An unknown name goes through the same steps with a made-up
/// verifier, always the same for that name, and fails at the proof.
/// </summary>
/// <param name="authentication">Where the verifiers come from.</param>
/// <param name="hash">The hash function.</param>
/// <param name="decoyKey">Secret from which verifiers of unknown names are made.</param>
internal sealed class ScramExchange(IAuthentication authentication, ScramHash hash, byte[] decoyKey) : SaslExchange
{
    private const int DecoyIterations = 4096;
    private const int NonceBytes = 18;

    private ScramVerifier? _verifier;
    private string _name = "";
    private string _header = "";
    private string _clientFirst = "";
    private string _serverFirst = "";
    private string _nonce = "";
    private bool _isKnown;

    /// <summary>Our part of the nonce; replaced by tests that check the vectors of the RFC.</summary>
    internal Func<string> NonceSource { get; init; } = () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));

    public override ValueTask<SaslStep> StepAsync(byte[] token, CancellationToken cancellationToken)
    {
        var message = Encoding.UTF8.GetString(token);
        return new(_serverFirst.Length == 0 ? First(message) : Final(message));
    }

    /// <summary>n,[a=authzid],n=name,r=nonce[,extensions].</summary>
    private SaslStep First(string message)
    {
        var parts = message.Split(',');
        if (parts.Length < 4 || parts[0] is not ("n" or "y") || Value(parts[2], 'n') is not { } escaped || Value(parts[3], 'r') is not { Length: > 0 } nonce)
            return SaslStep.Failure();
        if (parts.Skip(4).Any(part => part.StartsWith("m=", StringComparison.Ordinal)))
            return SaslStep.Failure();
        _name = escaped.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        if (parts[1].Length > 0 && Value(parts[1], 'a') != escaped)
            return SaslStep.Failure();
        var found = authentication.FindScram(_name, hash);
        _isKnown = found is not null;
        _verifier = found ?? Decoy(_name);
        _header = $"{parts[0]},{parts[1]},";
        _clientFirst = message[_header.Length..];
        _nonce = NonceSource();
        _serverFirst = $"r={nonce}{_nonce},s={Convert.ToBase64String(_verifier.Salt)},i={_verifier.Iterations}";
        return SaslStep.Challenge(Encoding.UTF8.GetBytes(_serverFirst));
    }

    /// <summary>c=binding,r=nonce[,extensions],p=proof.</summary>
    private SaslStep Final(string message)
    {
        var verifier = _verifier!;
        var proofStart = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofStart < 0)
            return SaslStep.Failure();
        var withoutProof = message[..proofStart];
        var parts = withoutProof.Split(',');

        // librdkafka before 2.6 puts its own nonce before ours once more (librdkafka issue 4895); the proof covers what it sent.
        if (parts.Length < 2 || Value(parts[0], 'c') != Convert.ToBase64String(Encoding.UTF8.GetBytes(_header)) || Value(parts[1], 'r')?.EndsWith(_nonce, StringComparison.Ordinal) != true)
            return SaslStep.Failure();
        var proof = new byte[verifier.StoredKey.Length];
        if (!Convert.TryFromBase64String(message[(proofStart + 3)..], proof, out var proofBytes) || proofBytes != proof.Length)
            return SaslStep.Failure();

        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{withoutProof}");
        var signature = Hmac(verifier.StoredKey, authMessage);
        for (var index = 0; index < proof.Length; index++)
            proof[index] ^= signature[index];
        var isProven = CryptographicOperations.FixedTimeEquals(Hash(proof), verifier.StoredKey);
        if (!isProven || !_isKnown || authentication.FromScram(_name) is not { } principal)
            return SaslStep.Failure();
        var final = "v=" + Convert.ToBase64String(Hmac(verifier.ServerKey, authMessage));
        return SaslStep.Success(principal, Encoding.UTF8.GetBytes(final));
    }

    private ScramVerifier Decoy(string name)
    {
        var seed = HMACSHA512.HashData(decoyKey, Encoding.UTF8.GetBytes(name));
        var keyBytes = hash == ScramHash.Sha256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;
        return new ScramVerifier(seed[..16], DecoyIterations, RandomNumberGenerator.GetBytes(keyBytes), RandomNumberGenerator.GetBytes(keyBytes));
    }

    private byte[] Hmac(byte[] key, byte[] message) => hash == ScramHash.Sha256 ? HMACSHA256.HashData(key, message) : HMACSHA512.HashData(key, message);

    private byte[] Hash(byte[] message) => hash == ScramHash.Sha256 ? SHA256.HashData(message) : SHA512.HashData(message);

    private static string? Value(string part, char name) => part.Length >= 2 && part[0] == name && part[1] == '=' ? part[2..] : null;
}
