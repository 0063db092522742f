using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Announcements;

/// <summary>An administrator takes an announcement down.</summary>
public static class EndAnnouncement
{
    /// <summary>Takes it down.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static Task RunAsync(HopsPlatform platform, Principal actor, string id, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Platform, 0, "announcement"));
        return platform.Store.WriteAsync(
            async transaction =>
            {
                if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !await transaction.DeleteAsync(Announcement.Table, Key.Of(number)))
                    throw new PlatformException(ErrorCode.NotFound, "There is no such announcement.");
                await HopsPlatform.AuditAsync(transaction, actor, 0, "announcement.delete", id);
                platform.Announcements.OnCommitted(transaction, all => all.Where(one => one.Id != number));
                return true;
            },
            cancellationToken).AsTask();
    }
}
