using System.Security.Cryptography;
using System.Text;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.SecondFactors;

/// <summary>A code that takes the place of a lost device, once. It has 80 random bits, so one round of SHA-256 hides it.</summary>
/// <param name="UserId">Its user.</param>
/// <param name="Sha256">What is kept of it.</param>
public sealed record RecoveryCode(long UserId, byte[] Sha256)
{
    /// <summary>How many a user has at first.</summary>
    public const int Count = 10;

    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Length = 16;
    private const int GroupLength = 4;

    internal static readonly Table<RecoveryCode> Table = new(
        "recovery_codes",
        [new("user_id", ColumnType.Int64), new("sha256", ColumnType.Bytes)],
        keyLength: 2,
        partitionLength: 1,
        read => new RecoveryCode(read.Int64(), read.Bytes()),
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Bytes(row.Sha256);
        });

    /// <summary>New codes, in groups that can be read out.</summary>
    internal static IReadOnlyList<string> Make() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(GroupLength).Select(group => new string(group))))];

    /// <summary>What is kept of a code; null for a text that is none. Case, blanks and hyphens do not matter.</summary>
    internal static byte[]? Sha256Of(string code)
    {
        var plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return plain.Length == Length ? SHA256.HashData(Encoding.ASCII.GetBytes(plain)) : null;
    }

    /// <summary>Puts codes in the place of all that the user had.</summary>
    internal static async Task ReplaceAsync(WriteTransaction transaction, long userId, IReadOnlyList<string> codes)
    {
        await transaction.DeletePrefixAsync(Table, Key.Of(userId), Count);
        foreach (var code in codes)
            await transaction.InsertAsync(Table, new RecoveryCode(userId, Sha256Of(code)!));
    }
}
