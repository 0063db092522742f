using Hops.Metadata.Tables;

namespace Hops.Platform.Identities;

/// <summary>
/// An identity of somewhere else by which a user signs in here. It is the pair of issuer and subject; neither a name nor an address of mail links
/// anybody with an account.
/// </summary>
public sealed record OutsideIdentity
{
    /// <summary>Its user.</summary>
    public required long UserId { get; init; }

    /// <summary>By which its user names it, unique among those of the user.</summary>
    public required string Id { get; init; }

    /// <summary>Who vouches for it, as the issuer calls itself.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whom the issuer means.</summary>
    public required string Subject { get; init; }

    /// <summary>By which a person knows it again, as the issuer said last. Proves nothing.</summary>
    public required string Label { get; init; }

    /// <summary>When it was linked.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its user last signed in by it; null if that was never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    internal static readonly Lookup BySubject = new("outside_identities_by_subject", "issuer", "subject");

    internal static readonly Table<OutsideIdentity> Table = new(
        "outside_identities",
        [
            new("user_id", ColumnType.Int64),
            new("id", ColumnType.Text),
            new("issuer", ColumnType.Text),
            new("subject", ColumnType.Text),
            new("label", ColumnType.Text),
            new("created_ms", ColumnType.Int64),
            new("last_used_ms", ColumnType.Int64, IsNullable: true),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new OutsideIdentity
        {
            UserId = read.Int64(),
            Id = read.Text(),
            Issuer = read.Text(),
            Subject = read.Text(),
            Label = read.Text(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            LastUsed = read.Int64OrNull() is { } lastMs ? DateTimeOffset.FromUnixTimeMilliseconds(lastMs) : null,
        },
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Text(row.Id);
            write.Text(row.Issuer);
            write.Text(row.Subject);
            write.Text(row.Label);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.LastUsed?.ToUnixTimeMilliseconds());
        },
        BySubject);
}
