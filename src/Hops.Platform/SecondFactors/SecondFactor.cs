using Hops.Metadata.Tables;

namespace Hops.Platform.SecondFactors;

/// <summary>
/// A secret that a user's device shares with us, of which it shows codes (TOTP, RFC 6238). It counts once a code has been shown for it.
/// </summary>
public sealed record SecondFactor
{
    /// <summary>Its user.</summary>
    public required long UserId { get; init; }

    /// <summary>The shared secret: 160 bits (RFC 4226 section 4, R6). Codes are computed from it, so a hash would not do (ADR 0096).</summary>
    public required byte[] Secret { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When a code was shown for the first time; null while it does not count.</summary>
    public DateTimeOffset? Confirmed { get; init; }

    /// <summary>Time step of the last code that was taken: neither it nor one before it is taken again (RFC 6238 section 5.2).</summary>
    public long StepUsed { get; init; }

    internal static readonly Table<SecondFactor> Table = new(
        "second_factors",
        [
            new("user_id", ColumnType.Int64),
            new("secret", ColumnType.Bytes),
            new("created_ms", ColumnType.Int64),
            new("confirmed_ms", ColumnType.Int64, IsNullable: true),
            new("step_used", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new SecondFactor
        {
            UserId = read.Int64(),
            Secret = read.Bytes(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Confirmed = read.Int64OrNull() is { } confirmedMs ? DateTimeOffset.FromUnixTimeMilliseconds(confirmedMs) : null,
            StepUsed = read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Bytes(row.Secret);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Confirmed?.ToUnixTimeMilliseconds());
            write.Int64(row.StepUsed);
        });
}
