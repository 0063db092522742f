using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Passkeys;

/// <summary>
/// The public half of a key that a device of a user holds (WebAuthn, a public key credential). The device signs with it only after it has seen who
/// holds it, so it stands for both factors (ADR 0113).
/// </summary>
public sealed record Passkey
{
    /// <summary>Most characters of a name.</summary>
    public const int NameLengthMax = 60;

    /// <summary>Bytes of <see cref="UserHandle"/>; at most 64 may be asked for (WebAuthn section 4, user handle).</summary>
    internal const int UserHandleLengthBytes = 32;

    /// <summary>As many as the option can allow.</summary>
    internal const int PerUserMax = 100;

    /// <summary>Its user.</summary>
    public required long UserId { get; init; }

    /// <summary>Its id.</summary>
    public required long Id { get; init; }

    /// <summary>Name by which its user knows it.</summary>
    public required string Name { get; init; }

    /// <summary>Name that the device has for it, at most 1,023 bytes.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>The public key, as a COSE key (RFC 9052 section 7).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>Random name of the user for devices, the same for all passkeys of a user: it tells nothing of who that is.</summary>
    public required byte[] UserHandle { get; init; }

    /// <summary>Signatures that the device has counted; 0 for one that counts none.</summary>
    public required long SignCount { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it last signed in; null if never.</summary>
    public DateTimeOffset? Used { get; init; }

    internal static readonly Lookup ByCredential = new("passkeys_by_credential", "credential_id");

    internal static readonly Table<Passkey> Table = new(
        "passkeys",
        [
            new("user_id", ColumnType.Int64),
            new("id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("credential_id", ColumnType.Bytes),
            new("public_key", ColumnType.Bytes),
            new("user_handle", ColumnType.Bytes),
            new("sign_count", ColumnType.Int64),
            new("created_ms", ColumnType.Int64),
            new("used_ms", ColumnType.Int64, IsNullable: true),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Passkey
        {
            UserId = read.Int64(),
            Id = read.Int64(),
            Name = read.Text(),
            CredentialId = read.Bytes(),
            PublicKey = read.Bytes(),
            UserHandle = read.Bytes(),
            SignCount = read.Int64(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Used = read.Int64OrNull() is { } usedMs ? DateTimeOffset.FromUnixTimeMilliseconds(usedMs) : null,
        },
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Int64(row.Id);
            write.Text(row.Name);
            write.Bytes(row.CredentialId);
            write.Bytes(row.PublicKey);
            write.Bytes(row.UserHandle);
            write.Int64(row.SignCount);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Used?.ToUnixTimeMilliseconds());
        },
        ByCredential);

    /// <summary>All of a user, the oldest first.</summary>
    internal static async Task<IReadOnlyList<Passkey>> OfAsync(ReadTransaction read, long userId)
    {
        var rows = await read.ScanAsync(Table, Key.Of(userId), null, PerUserMax);
        return [.. rows.OrderBy(row => row.Created).ThenBy(row => row.Id)];
    }

    /// <summary>Removes all of a user.</summary>
    internal static async Task EraseAsync(WriteTransaction transaction, long userId) =>
        await transaction.DeletePrefixAsync(Table, Key.Of(userId), PerUserMax);

    /// <summary>A name as it is kept.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal static string CheckedName(string name)
    {
        var kept = name.Trim();
        return kept.Length is > 0 and <= NameLengthMax && !kept.Any(char.IsControl)
            ? kept
            : throw new PlatformException(ErrorCode.InvalidArgument, $"A passkey needs a name of 1 to {NameLengthMax} characters.").With("field", "name");
    }

    /// <summary>What is said of a passkey that is not there.</summary>
    internal static PlatformException Missing() => new(ErrorCode.NotFound, "You have no such passkey.");
}
