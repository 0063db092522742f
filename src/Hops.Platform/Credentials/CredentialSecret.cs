using System.Security.Cryptography;
using System.Text;
using Hops.Core.Identity;

namespace Hops.Platform.Credentials;

/// <summary>Makes the secret of a project-user and what is kept of it.</summary>
internal static class CredentialSecret
{
    /// <summary>Fewest rounds that RFC 7677 allows; the secret has 190 random bits, more rounds would protect nothing.</summary>
    private const int Iterations = 4096;

    private const int SecretLength = 32;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    internal static (string Secret, Credential Credential) Make(long projectId, long userId, DateTimeOffset now)
    {
        var secret = RandomNumberGenerator.GetString(Alphabet, SecretLength);
        var salt = RandomNumberGenerator.GetBytes(16);
        return (secret, new Credential
        {
            ProjectId = projectId,
            UserId = userId,
            Id = RandomNumberGenerator.GetString(Alphabet, 12),
            SecretSha256 = Hash(secret),
            Scram256 = Verifier(secret, salt, HashAlgorithmName.SHA256, 32, HMACSHA256.HashData, SHA256.HashData),
            Scram512 = Verifier(secret, salt, HashAlgorithmName.SHA512, 64, HMACSHA512.HashData, SHA512.HashData),
            Created = now,
        });
    }

    internal static bool Matches(Credential credential, string secret) =>
        CryptographicOperations.FixedTimeEquals(Hash(secret), credential.SecretSha256);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>StoredKey and ServerKey of RFC 5802 section 3.</summary>
    private static ScramVerifier Verifier(
        string secret, byte[] salt, HashAlgorithmName name, int lengthBytes, Func<byte[], byte[], byte[]> hmac, Func<byte[], byte[]> hash)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(secret, salt, Iterations, name, lengthBytes);
        var clientKey = hmac(salted, "Client Key"u8.ToArray());
        return new ScramVerifier(salt, Iterations, hash(clientKey), hmac(salted, "Server Key"u8.ToArray()));
    }
}
