using System.Buffers.Binary;
using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Schemas.Registry;

/// <summary>
/// Gives schemas their ids. An id is unique on the platform, fits the four signed bytes that every record carries, and tells nothing of how
/// many there are: the next number of one sequence goes through a permutation of the upper half of the positive numbers that a secret
/// of this platform keys. Ids of the lower half were counted, and stay. Thread safe.
/// </summary>
internal sealed class SchemaIds(MetadataStore store)
{
    private const int HalfBits = 15;
    private const int HalfMask = (1 << HalfBits) - 1;
    private const int Upper = 1 << 30;
    private const int Rounds = 8;
    private const int SecretLengthBytes = 32;

    private byte[]? _secret;

    /// <summary>A new id; it is lost if it is not used.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: all of them are given.</exception>
    public async ValueTask<int> NextAsync(CancellationToken cancellationToken)
    {
        var secret = _secret ??= await SecretAsync(cancellationToken);
        var number = await store.NextIdAsync("schema_id", cancellationToken);
        return number < Upper
            ? Scatter(secret, (int)number)
            : throw new PlatformException(ErrorCode.LimitExceeded, "All 2^30 schema ids of the platform are given.");
    }

    /// <summary>A permutation of 30 bits, moved into the upper half: a Feistel network over HMAC-SHA256, each round of which can be undone.</summary>
    internal static int Scatter(byte[] secret, int number)
    {
        var (left, right) = (number >> HalfBits, number & HalfMask);
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ Mix(secret, round, right));
        return Upper | (left << HalfBits) | right;
    }

    private static int Mix(byte[] secret, int round, int half)
    {
        Span<byte> input = stackalloc byte[sizeof(int) * 2];
        BinaryPrimitives.WriteInt32BigEndian(input, round);
        BinaryPrimitives.WriteInt32BigEndian(input[sizeof(int)..], half);
        Span<byte> output = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, input, output);
        return BinaryPrimitives.ReadInt32BigEndian(output) & HalfMask;
    }

    private ValueTask<byte[]> SecretAsync(CancellationToken cancellationToken)
    {
        var fresh = RandomNumberGenerator.GetBytes(SecretLengthBytes);
        return store.WriteAsync(
            async transaction =>
            {
                if (await transaction.GetAsync(RegistryTables.IdSecrets, Key.Of(IdSecretRow.Only), LockMode.Write) is { } known)
                    return known.Secret;
                await transaction.InsertAsync(RegistryTables.IdSecrets, new IdSecretRow(IdSecretRow.Only, fresh));
                return fresh;
            },
            cancellationToken);
    }
}
