using Hops.Metadata.Tables;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Shares;
using Hops.Platform.Tours;

namespace Hops.Platform.Inbox;

/// <summary>
/// Counts the changes of what inboxes are gathered from, so that one that somebody has in sight is gathered anew only when it can have become another
/// one. It begins with the first question. Thread safe.
/// </summary>
/// <param name="platform">The platform.</param>
public sealed class InboxNews(HopsPlatform platform) : IDisposable
{
    private static readonly HashSet<Table> Tables = [ShareOffer.Table, JoinRequest.Table, Member.Table, InboxSeen.Table, DemoProject.Table];

    private readonly SemaphoreSlim _beginning = new(1, 1);
    private IDisposable? _following;
    private long _count;

    /// <summary>How many there were; what was committed before the question is counted.</summary>
    public async ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _following) is null)
            await BeginAsync(cancellationToken);
        return Interlocked.Read(ref _count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _following?.Dispose();
        _beginning.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _beginning.WaitAsync(cancellationToken);
        try
        {
            _following ??= await platform.Store.FollowAsync(Tables, _ => Interlocked.Increment(ref _count), cancellationToken);
        }
        finally
        {
            _beginning.Release();
        }
    }
}
