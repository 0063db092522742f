using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Tokens;

namespace Hops.Platform.Registrations;

/// <summary>
/// A secret that was sent to an address, to be brought back by whoever reads mail there: once, and not for long. An address has one for each
/// purpose, the newest.
/// </summary>
public sealed record MailProof
{
    /// <summary>What it is for.</summary>
    public required ProofPurpose Purpose { get; init; }

    /// <summary>Address.</summary>
    public required string Email { get; init; }

    /// <summary>Public part of the secret, unique.</summary>
    public required string Id { get; init; }

    /// <summary>User whom it concerns; 0 for none, and then it is worth nothing but for a registration.</summary>
    public required long UserId { get; init; }

    /// <summary>SHA-256 of the secret part.</summary>
    public required byte[] SecretSha256 { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset Expires { get; init; }

    internal static readonly Lookup ById = new("mail_proofs_by_id", "id");

    internal static readonly Table<MailProof> Table = new(
        "mail_proofs",
        [
            new("purpose", ColumnType.Int64),
            new("email", ColumnType.Text),
            new("id", ColumnType.Text),
            new("user_id", ColumnType.Int64),
            new("secret_sha256", ColumnType.Bytes),
            new("created_ms", ColumnType.Int64),
            new("expires_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new MailProof
        {
            Purpose = (ProofPurpose)read.Int64(),
            Email = read.Text(),
            Id = read.Text(),
            UserId = read.Int64(),
            SecretSha256 = read.Bytes(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Expires = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
        },
        (row, write) =>
        {
            write.Int64((long)row.Purpose);
            write.Text(row.Email);
            write.Text(row.Id);
            write.Int64(row.UserId);
            write.Bytes(row.SecretSha256);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Expires.ToUnixTimeMilliseconds());
        },
        ById);

    /// <summary>The proof that a text is, if it holds.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: unknown, used, of another purpose, or over.</exception>
    internal static async Task<MailProof> FindAsync(ReadTransaction read, ProofPurpose purpose, string text)
    {
        var isText = TokenText.TryParse(text, out var id, out var secretSha256);
        var proof = isText ? await read.LookupAsync(Table, ById, Key.Of(id)) : null;
        var holds = proof is not null && proof.Purpose == purpose && proof.Expires > read.Now
            && CryptographicOperations.FixedTimeEquals(secretSha256, proof.SecretSha256);
        return holds ? proof! : throw Refused();
    }

    /// <summary>The refusal of a link that is worth nothing, or nothing any more.</summary>
    internal static PlatformException Refused() =>
        new PlatformException(ErrorCode.InvalidArgument, "The link was used, is too old or was cut off: ask for another.").With("field", "token");

    /// <summary>Uses it up.</summary>
    internal static async Task<MailProof> TakeAsync(WriteTransaction transaction, ProofPurpose purpose, string text)
    {
        var proof = await FindAsync(transaction, purpose, text);
        await transaction.DeleteAsync(Table, Key.Of((long)purpose, proof.Email));
        return proof;
    }
}

/// <summary>What a secret that was sent by mail is for. Stored as a number: never renumber.</summary>
public enum ProofPurpose
{
    /// <summary>To make an account.</summary>
    Registration = 1,

    /// <summary>To choose another password.</summary>
    Recovery = 2,

    /// <summary>To give an account its address.</summary>
    Address = 3,
}
