using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Inbox;

/// <summary>Up to when a user has seen its inbox; what came later is unread.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Until">Up to when.</param>
public sealed record InboxSeen(long UserId, DateTimeOffset Until)
{
    internal static readonly Table<InboxSeen> Table = new(
        "inbox_seen",
        [new("user_id", ColumnType.Int64), new("until_ms", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new InboxSeen(read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Int64(row.Until.ToUnixTimeMilliseconds());
        });

    /// <summary>Up to when a user has seen it; the beginning of time if never.</summary>
    public static async Task<DateTimeOffset> UntilAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken) =>
        (await platform.Store.ReadAsync(read => read.GetAsync(Table, Key.Of(actor.UserId)), cancellationToken))?.Until ?? DateTimeOffset.MinValue;

    /// <summary>Keeps that a user has seen it up to a time.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>; <c>InvalidArgument</c>: the time is to come.</exception>
    public static async Task MarkAsync(HopsPlatform platform, Principal actor, DateTimeOffset until, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        if (until > platform.Time.GetUtcNow())
            throw new PlatformException(ErrorCode.InvalidArgument, "Nobody has seen what is to come.").With("field", "until");
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await transaction.PutAsync(Table, new InboxSeen(actor.UserId, until));
                return true;
            },
            cancellationToken);
    }
}
