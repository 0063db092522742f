using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Access;

namespace Hops.Platform.Shares;

/// <summary>
/// A dataset or topic that a project has offered to another one, and what became of that: one row for each thing and borrower. Nothing of the thing
/// is copied. The row goes with the thing and with either project, so it never meets another thing of the same name.
/// </summary>
public sealed record ShareOffer
{
    /// <summary>Project that owns the thing.</summary>
    public required long OwnerId { get; init; }

    /// <summary><see cref="ResourceKind.Dataset"/> or <see cref="ResourceKind.Topic"/>.</summary>
    public required ResourceKind Kind { get; init; }

    /// <summary>Its name in that project.</summary>
    public required string Name { get; init; }

    /// <summary>Project to which it is offered.</summary>
    public required long BorrowerId { get; init; }

    /// <summary>Id of the offer, random; an offer that is made again has another one.</summary>
    public required string Id { get; init; }

    /// <summary>What members of the borrower may.</summary>
    public required ShareRights Rights { get; init; }

    /// <summary>What became of it, as stored; <see cref="StateAt"/> says what it is now.</summary>
    public required ShareState State { get; init; }

    /// <summary>When it ends by itself; null if it does not.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What its owner says of it.</summary>
    public string Note { get; init; } = "";

    /// <summary>Why it was rejected, in words of the borrower.</summary>
    public string Reason { get; init; } = "";

    /// <summary>User who offered it.</summary>
    public required long OfferedBy { get; init; }

    /// <summary>When it was offered.</summary>
    public required DateTimeOffset Offered { get; init; }

    /// <summary>When it came into its state.</summary>
    public required DateTimeOffset Changed { get; init; }

    /// <summary>Counts changes, from 1: the ETag.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Longest note and reason, in characters.</summary>
    public const int TextLengthMax = 500;

    /// <summary>The thing.</summary>
    public Resource Thing => new(Kind, OwnerId, Name);

    /// <summary>What a decision sees of it, once it is accepted.</summary>
    internal Share Share => new(Kind, OwnerId, Name, BorrowerId, Rights, Expires ?? DateTimeOffset.MaxValue);

    internal Key Key => Key.Of(OwnerId, Kind.Noun(), Name, BorrowerId);

    /// <summary>What it is at a time: what its end has passed is expired, even before that is written down.</summary>
    public ShareState StateAt(DateTimeOffset now) => IsOpen && Expires <= now ? ShareState.Expired : State;

    /// <summary>True while it can come to something or has: offered or lent, its end not looked at.</summary>
    internal bool IsOpen => IsLent || State == ShareState.Offered;

    /// <summary>True while it is lent, its end not looked at.</summary>
    public bool IsLent => State is ShareState.Accepted or ShareState.Joined;

    internal bool IsOpenAt(DateTimeOffset now) => IsOpen && !(Expires <= now);

    internal ShareOffer Turned(ShareState state, DateTimeOffset now) => this with { State = state, Changed = now, Revision = Revision + 1 };

    internal static readonly Lookup ById = new("shares_by_id", "id");

    internal static readonly Table<ShareOffer> Table = new(
        "shares",
        [
            new("owner_id", ColumnType.Int64),
            new("kind", ColumnType.Text),
            new("name", ColumnType.Text),
            new("borrower_id", ColumnType.Int64),
            new("id", ColumnType.Text),
            new("rights", ColumnType.Int64),
            new("state", ColumnType.Int64),
            new("expires_ms", ColumnType.Int64, IsNullable: true),
            new("note", ColumnType.Text),
            new("reason", ColumnType.Text),
            new("offered_by", ColumnType.Int64),
            new("offered_ms", ColumnType.Int64),
            new("changed_ms", ColumnType.Int64),
            new("revision", ColumnType.Int64),
        ],
        keyLength: 4,
        partitionLength: 1,
        read => new ShareOffer
        {
            OwnerId = read.Int64(),
            Kind = read.Text() == ResourceKind.Topic.Noun() ? ResourceKind.Topic : ResourceKind.Dataset,
            Name = read.Text(),
            BorrowerId = read.Int64(),
            Id = read.Text(),
            Rights = (ShareRights)read.Int64(),
            State = (ShareState)read.Int64(),
            Expires = read.Int64OrNull() is { } expiresMs ? DateTimeOffset.FromUnixTimeMilliseconds(expiresMs) : null,
            Note = read.Text(),
            Reason = read.Text(),
            OfferedBy = read.Int64(),
            Offered = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Changed = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Revision = read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.OwnerId);
            write.Text(row.Kind.Noun());
            write.Text(row.Name);
            write.Int64(row.BorrowerId);
            write.Text(row.Id);
            write.Int64((long)row.Rights);
            write.Int64((long)row.State);
            write.Int64(row.Expires?.ToUnixTimeMilliseconds());
            write.Text(row.Note);
            write.Text(row.Reason);
            write.Int64(row.OfferedBy);
            write.Int64(row.Offered.ToUnixTimeMilliseconds());
            write.Int64(row.Changed.ToUnixTimeMilliseconds());
            write.Int64(row.Revision);
        },
        ById);
}

/// <summary>What became of an offer. Stored as a number: never renumber.</summary>
public enum ShareState
{
    /// <summary>The owners of the other project have not answered.</summary>
    Offered = 1,

    /// <summary>They have accepted: it is lent.</summary>
    Accepted = 2,

    /// <summary>They do not want it.</summary>
    Rejected = 3,

    /// <summary>Its owner has taken it back.</summary>
    Revoked = 4,

    /// <summary>The borrower has given it back.</summary>
    Left = 5,

    /// <summary>Its time is over.</summary>
    Expired = 6,

    /// <summary>It is lent because it is public: the borrower has taken it by itself.</summary>
    Joined = 7,
}
