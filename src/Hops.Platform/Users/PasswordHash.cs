using System.Security.Cryptography;

namespace Hops.Platform.Users;

/// <summary>PBKDF2-HMAC-SHA512 (RFC 8018) of a password.</summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Iterations">Rounds.</param>
/// <param name="Hash">64 bytes.</param>
public sealed record PasswordHash(byte[] Salt, int Iterations, byte[] Hash)
{
    private const int SaltLengthBytes = 16;
    private const int HashLengthBytes = 64;

    /// <summary>That of a user who is gone, or signs in by an issuer alone: no password matches it.</summary>
    internal static PasswordHash None { get; } = new([], 1, []);

    /// <summary>Hashes a new password. Takes tens of milliseconds of processor: call it through <see cref="PasswordHasher"/>.</summary>
    internal static PasswordHash Of(string password, int iterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLengthBytes);
        return new PasswordHash(salt, iterations, Derive(password, salt, iterations));
    }

    /// <summary>True if the password is the one that was hashed; takes the same time either way.</summary>
    internal bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Iterations), Hash);

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashLengthBytes);
}
