using Hops.Metadata.Tables;
using Hops.Platform.Access;

namespace Hops.Platform.ShareRequests;

/// <summary>That a project asks to borrow a listed dataset of another one, and what its owners have said. One row for each dataset and project that asks.</summary>
public sealed record ShareRequest
{
    /// <summary>What nobody has answered for so long is over.</summary>
    public static readonly TimeSpan OpenLifetime = TimeSpan.FromDays(90);

    /// <summary>An answer is shown for so long.</summary>
    public static readonly TimeSpan AnsweredLifetime = TimeSpan.FromDays(30);

    /// <summary>Project that owns the dataset.</summary>
    public required long OwnerId { get; init; }

    /// <summary>The dataset, by its name there.</summary>
    public required string Name { get; init; }

    /// <summary>Project that asks.</summary>
    public required long BorrowerId { get; init; }

    /// <summary>Its id, random.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked for.</summary>
    public required ShareRights Rights { get; init; }

    /// <summary>What is said of it.</summary>
    public required string Note { get; init; }

    /// <summary>User who asks.</summary>
    public required long AskedBy { get; init; }

    /// <summary>What became of it.</summary>
    public required ShareRequestState State { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset Asked { get; init; }

    /// <summary>When it came into its state.</summary>
    public required DateTimeOffset Changed { get; init; }

    /// <summary>True while it waits for an answer.</summary>
    public bool IsOpenAt(DateTimeOffset now) => State == ShareRequestState.Waiting && IsAliveAt(now);

    /// <summary>True while anybody should see it.</summary>
    public bool IsAliveAt(DateTimeOffset now) => Changed + (State == ShareRequestState.Waiting ? OpenLifetime : AnsweredLifetime) > now;

    internal Key Key => Key.Of(OwnerId, Name, BorrowerId);

    internal static readonly Lookup ById = new("share_requests_by_id", "id");

    internal static readonly Table<ShareRequest> Table = new(
        "share_requests",
        [
            new("owner_id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("borrower_id", ColumnType.Int64),
            new("id", ColumnType.Text),
            new("rights", ColumnType.Int64),
            new("note", ColumnType.Text),
            new("asked_by", ColumnType.Int64),
            new("state", ColumnType.Int64),
            new("reason", ColumnType.Text),
            new("asked_ms", ColumnType.Int64),
            new("changed_ms", ColumnType.Int64),
        ],
        keyLength: 3,
        partitionLength: 1,
        read => new ShareRequest
        {
            OwnerId = read.Int64(),
            Name = read.Text(),
            BorrowerId = read.Int64(),
            Id = read.Text(),
            Rights = (ShareRights)read.Int64(),
            Note = read.Text(),
            AskedBy = read.Int64(),
            State = (ShareRequestState)read.Int64(),
            Reason = read.Text(),
            Asked = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Changed = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
        },
        (row, write) =>
        {
            write.Int64(row.OwnerId);
            write.Text(row.Name);
            write.Int64(row.BorrowerId);
            write.Text(row.Id);
            write.Int64((long)row.Rights);
            write.Text(row.Note);
            write.Int64(row.AskedBy);
            write.Int64((long)row.State);
            write.Text(row.Reason);
            write.Int64(row.Asked.ToUnixTimeMilliseconds());
            write.Int64(row.Changed.ToUnixTimeMilliseconds());
        },
        ById);
}

/// <summary>What became of a request. Stored as a number: never renumber.</summary>
public enum ShareRequestState
{
    /// <summary>The owners have not answered.</summary>
    Waiting = 1,

    /// <summary>They did not want it.</summary>
    Rejected = 2,

    /// <summary>They have lent it.</summary>
    Granted = 3,
}

/// <summary>The other ways to a request: from the project that asks, and from the user who has asked.</summary>
/// <param name="Party"><see cref="Project"/> or <see cref="User"/>.</param>
/// <param name="PartyId">Its id.</param>
/// <param name="RequestId">The request.</param>
internal sealed record ShareRequestOf(string Party, long PartyId, string RequestId)
{
    internal const string Project = "project";
    internal const string User = "user";

    internal static readonly Table<ShareRequestOf> Table = new(
        "share_requests_of",
        [new("party", ColumnType.Text), new("party_id", ColumnType.Int64), new("request_id", ColumnType.Text)],
        keyLength: 3,
        partitionLength: 2,
        read => new ShareRequestOf(read.Text(), read.Int64(), read.Text()),
        (row, write) =>
        {
            write.Text(row.Party);
            write.Int64(row.PartyId);
            write.Text(row.RequestId);
        });

    internal Key Key => Key.Of(Party, PartyId, RequestId);
}
