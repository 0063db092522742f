using Hops.Metadata.Tables;

namespace Hops.Platform.JoinRequests;

/// <summary>That a user asks to be a member of a listed project, and that its owners did not want that. One row of a pair; who was let in has none.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="UserId">The user.</param>
/// <param name="Note">What the user says of it.</param>
/// <param name="IsRejected">True once an owner has rejected it.</param>
/// <param name="Reason">Why, in words of the owner.</param>
/// <param name="Asked">When it was asked.</param>
/// <param name="Changed">When it came into its state.</param>
public sealed record JoinRequest(long ProjectId, long UserId, string Note, bool IsRejected, string Reason, DateTimeOffset Asked, DateTimeOffset Changed)
{
    /// <summary>What nobody has answered for so long is over.</summary>
    public static readonly TimeSpan OpenLifetime = TimeSpan.FromDays(90);

    /// <summary>A rejection is shown for so long.</summary>
    public static readonly TimeSpan RejectedLifetime = TimeSpan.FromDays(30);

    internal Key Key => Key.Of(ProjectId, UserId);

    /// <summary>True while it waits for an answer.</summary>
    public bool IsOpenAt(DateTimeOffset now) => !IsRejected && IsAliveAt(now);

    /// <summary>True while anybody should see it.</summary>
    public bool IsAliveAt(DateTimeOffset now) => Changed + (IsRejected ? RejectedLifetime : OpenLifetime) > now;

    internal static readonly Table<JoinRequest> Table = new(
        "join_requests",
        [
            new("project_id", ColumnType.Int64),
            new("user_id", ColumnType.Int64),
            new("note", ColumnType.Text),
            new("is_rejected", ColumnType.Int64),
            new("reason", ColumnType.Text),
            new("asked_ms", ColumnType.Int64),
            new("changed_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new JoinRequest(
            read.Int64(), read.Int64(), read.Text(), read.Int64() != 0, read.Text(),
            DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.UserId);
            write.Text(row.Note);
            write.Int64(row.IsRejected ? 1 : 0);
            write.Text(row.Reason);
            write.Int64(row.Asked.ToUnixTimeMilliseconds());
            write.Int64(row.Changed.ToUnixTimeMilliseconds());
        });
}

/// <summary>The other way to a request: from the user who has asked.</summary>
/// <param name="UserId">The user.</param>
/// <param name="ProjectId">The project.</param>
internal sealed record JoinRequestOfUser(long UserId, long ProjectId)
{
    internal static readonly Table<JoinRequestOfUser> Table = new(
        "join_requests_of_user",
        [new("user_id", ColumnType.Int64), new("project_id", ColumnType.Int64)],
        keyLength: 2,
        partitionLength: 1,
        read => new JoinRequestOfUser(read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Int64(row.ProjectId);
        });
}
