using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Identities;

/// <summary>The stored identities of users.</summary>
internal static class IdentityRows
{
    /// <summary>Identities of one user.</summary>
    internal const int PerUserMax = 20;

    private const int IdLength = 12;

    /// <summary>All of a user, the oldest first.</summary>
    internal static async Task<IReadOnlyList<OutsideIdentity>> OfAsync(ReadTransaction read, long userId) =>
        [.. (await read.ScanAsync(OutsideIdentity.Table, Key.Of(userId), null, PerUserMax)).OrderBy(row => row.Created).ThenBy(row => row.Id, StringComparer.Ordinal)];

    /// <summary>That of an issuer and subject; null if nobody has it.</summary>
    internal static ValueTask<OutsideIdentity?> FindAsync(ReadTransaction read, VouchedIdentity vouched) =>
        read.LookupAsync(OutsideIdentity.Table, OutsideIdentity.BySubject, Key.Of(vouched.Issuer, vouched.Subject));

    /// <summary>Gives a user an identity.</summary>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>: somebody has it; <c>LimitExceeded</c>.</exception>
    internal static async Task<OutsideIdentity> InsertAsync(WriteTransaction transaction, long userId, VouchedIdentity vouched)
    {
        if (await FindAsync(transaction, vouched) is { } taken)
        {
            throw new PlatformException(
                ErrorCode.AlreadyExists, taken.UserId == userId ? "This identity is linked with your account already." : "This identity is linked with another account: unlink it there first.");
        }

        if ((await OfAsync(transaction, userId)).Count >= PerUserMax)
            throw new PlatformException(ErrorCode.LimitExceeded, "The account has as many identities as it may have: unlink one first.").With("limit", PerUserMax);
        var row = new OutsideIdentity
        {
            UserId = userId,
            Id = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", IdLength),
            Issuer = vouched.Issuer,
            Subject = vouched.Subject,
            Label = vouched.Label,
            Created = transaction.Now,
        };
        await transaction.InsertAsync(OutsideIdentity.Table, row);
        return row;
    }

    /// <summary>Takes all of a user away.</summary>
    internal static ValueTask<int> EraseAsync(WriteTransaction transaction, long userId) =>
        transaction.DeletePrefixAsync(OutsideIdentity.Table, Key.Of(userId), PerUserMax);
}
