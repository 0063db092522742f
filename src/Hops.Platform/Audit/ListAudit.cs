using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Audit;

/// <summary>The audit trail of a project, or of the platform.</summary>
public static class ListAudit
{
    /// <summary>Entries that one call looks at, those included that a filter leaves out.</summary>
    private const int LookedAtMax = 20_000;
    private const int ReadAtOnce = 1000;

    /// <summary>Some entries in order.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">Project; null for the platform's own trail (sign-ins, users).</param>
    /// <param name="slice">Which entries.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>At most as many as asked for, and where to go on where there may be more.</returns>
    public static async Task<AuditPart> RunAsync(
        HopsPlatform platform, Principal actor, string? projectName, AuditSlice slice, CancellationToken cancellationToken)
    {
        var trail = AuditTrail.Find(platform, actor, projectName, Operation.Describe);
        await platform.Journal.FlushAsync(cancellationToken);
        return await platform.Store.ReadAsync(read => ReadAsync(read, trail, slice), cancellationToken);
    }

    /// <summary>The sequence has no gaps, so the entries before one are those of the numbers before its own.</summary>
    private static async ValueTask<AuditPart> ReadAsync(ReadTransaction read, AuditTrail trail, AuditSlice slice)
    {
        var last = (await AuditLog.HeadAsync(read, trail.ProjectId)).Sequence;
        var beyond = slice.IsNewestFirst && slice.Beyond == 0 ? last + 1 : slice.Beyond;
        var filter = slice.Filter ?? AuditFilter.None;
        var found = new List<AuditRecord>();
        for (var lookedAt = 0; lookedAt < LookedAtMax;)
        {
            var entries = await NextAsync(read, trail, beyond, slice.IsNewestFirst, filter.IsEmpty ? slice.Limit - found.Count : ReadAtOnce);
            foreach (var entry in entries)
            {
                if (found.Count == slice.Limit || filter.IsBehind(entry, slice.IsNewestFirst))
                    return new AuditPart(found, found.Count == slice.Limit ? beyond : null);
                beyond = entry.Sequence;
                if (filter.Takes(entry))
                    found.Add(entry);
            }

            if (entries.Count == 0 || (slice.IsNewestFirst ? beyond <= 1 : beyond >= last))
                return new AuditPart(found, null);
            if (found.Count == slice.Limit)
                break;
            lookedAt += entries.Count;
        }

        return new AuditPart(found, beyond);
    }

    private static async ValueTask<IReadOnlyList<AuditRecord>> NextAsync(ReadTransaction read, AuditTrail trail, long beyond, bool isNewestFirst, int limit)
    {
        if (!isNewestFirst)
            return await AuditLog.AfterAsync(read, trail.ProjectId, beyond, limit);
        var first = Math.Max(0, beyond - 1 - limit);
        if (beyond - 1 <= first)
            return [];
        var entries = await AuditLog.AfterAsync(read, trail.ProjectId, first, (int)(beyond - 1 - first));
        return [.. entries.Where(entry => entry.Sequence < beyond).Reverse()];
    }
}

/// <summary>A part of an audit trail.</summary>
/// <param name="Beyond">Sequence number beyond which it begins; 0 for the end at which the order begins.</param>
/// <param name="Limit">Most entries.</param>
/// <param name="IsNewestFirst">True to go back in time.</param>
/// <param name="Filter">Which of them; null for all.</param>
public readonly record struct AuditSlice(long Beyond, int Limit, bool IsNewestFirst = false, AuditFilter? Filter = null);

/// <summary>What was found of an audit trail.</summary>
/// <param name="Entries">The entries; fewer than asked for, or none, where a filter leaves out most of a long trail.</param>
/// <param name="Next">Sequence number beyond which the next part begins; null at the end.</param>
public sealed record AuditPart(IReadOnlyList<AuditRecord> Entries, long? Next);
