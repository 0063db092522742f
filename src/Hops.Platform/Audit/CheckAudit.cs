using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Audit;

/// <summary>Computes the chain of an audit trail again, a bounded part in each call.</summary>
public static class CheckAudit
{
    /// <summary>Entries of one call: about a second.</summary>
    private const int CheckedMax = 100_000;
    private const int ReadAtOnce = 1000;

    /// <summary>The last entry of a trail and its hash, or an earlier one.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">Project; null for the platform.</param>
    /// <param name="sequence">Number of the entry; null for the last.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>: no such entry.</exception>
    public static async Task<AuditHead> HeadAsync(
        HopsPlatform platform, Principal actor, string? projectName, long? sequence, CancellationToken cancellationToken)
    {
        var trail = AuditTrail.Find(platform, actor, projectName, Operation.Describe);
        await platform.Journal.FlushAsync(cancellationToken);
        return await platform.Store.ReadAsync(
            async read => sequence is { } number ? await EntryAsync(read, trail, number) : await AuditLog.HeadAsync(read, trail.ProjectId), cancellationToken);
    }

    /// <summary>Checks a part of a trail, from the beginning or from the entry at which the call before has ended.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">Project; null for the platform.</param>
    /// <param name="after">Number of the last entry that was checked; 0 to begin.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<AuditCheckResult> RunAsync(
        HopsPlatform platform, Principal actor, string? projectName, long after, CancellationToken cancellationToken)
    {
        var trail = AuditTrail.Find(platform, actor, projectName, Operation.Describe);
        await platform.Journal.FlushAsync(cancellationToken);
        var head = await platform.Store.ReadAsync(read => AuditLog.HeadAsync(read, trail.ProjectId), cancellationToken);
        var check = after == 0
            ? new AuditCheck()
            : new AuditCheck(await platform.Store.ReadAsync(read => EntryAsync(read, trail, after), cancellationToken));
        while (check.Count < CheckedMax && check.Sequence < head.Sequence)
        {
            var (from, limit) = (check.Sequence, (int)Math.Min(ReadAtOnce, head.Sequence - check.Sequence));
            var entries = await platform.Store.ReadAsync(read => AuditLog.AfterAsync(read, trail.ProjectId, from, limit), cancellationToken);
            if (entries.Count == 0 || !entries.All(check.Add))
                break;
        }

        var isStopped = check.Count >= CheckedMax && check.Sequence < head.Sequence;
        if (!isStopped)
            check.End(head);
        return new AuditCheckResult(trail, check, head, isStopped && check.Broken is null ? check.Sequence : null);
    }

    private static async ValueTask<AuditHead> EntryAsync(ReadTransaction read, AuditTrail trail, long sequence) =>
        await read.GetAsync(AuditLog.Entries, Key.Of(trail.ProjectId, sequence)) is { } entry
            ? new AuditHead(trail.ProjectId, sequence, entry.Hash)
            : throw new PlatformException(ErrorCode.NotFound, $"The audit trail of {trail.Name} has no entry {sequence}.");
}

/// <summary>What a check of an audit trail has found.</summary>
/// <param name="Trail">The trail.</param>
/// <param name="Check">How far it came, and what does not fit.</param>
/// <param name="Head">Its last entry, when the check began.</param>
/// <param name="Next">Where the next call has to go on; null if all is checked.</param>
public sealed record AuditCheckResult(AuditTrail Trail, AuditCheck Check, AuditHead Head, long? Next);
