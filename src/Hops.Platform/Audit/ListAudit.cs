using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Audit;

/// <summary>The audit trail of a project, or of the platform.</summary>
public static class ListAudit
{
    /// <summary>Some entries in order.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">Project; null for the platform's own trail (sign-ins, users).</param>
    /// <param name="slice">Which entries.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<AuditRecord>> RunAsync(
        HopsPlatform platform, Principal actor, string? projectName, AuditSlice slice, CancellationToken cancellationToken)
    {
        var id = projectName is null ? 0 : platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Audit, id, projectName ?? "platform"));
        await platform.Journal.FlushAsync(cancellationToken);
        return await platform.Store.ReadAsync(read => slice.IsNewestFirst ? NewestAsync(read, id, slice) : OldestAsync(read, id, slice), cancellationToken);
    }

    private static async ValueTask<IReadOnlyList<AuditRecord>> OldestAsync(ReadTransaction read, long id, AuditSlice slice) =>
        await read.ScanAsync(AuditLog.Entries, Key.Of(id), Key.Of(id, slice.Beyond), slice.Limit);

    /// <summary>The sequence has no gaps, so the entries before one are those of the numbers before its own.</summary>
    private static async ValueTask<IReadOnlyList<AuditRecord>> NewestAsync(ReadTransaction read, long id, AuditSlice slice)
    {
        var last = slice.Beyond > 0 ? slice.Beyond - 1 : (await read.GetAsync(AuditLog.Heads, Key.Of(id)))?.Sequence ?? 0;
        var first = Math.Max(0, last - slice.Limit);
        if (first == last)
            return [];
        var entries = await read.ScanAsync(AuditLog.Entries, Key.Of(id), Key.Of(id, first), (int)(last - first));
        return entries.Reverse().ToList();
    }
}

/// <summary>A part of an audit trail.</summary>
/// <param name="Beyond">Sequence number beyond which it begins; 0 for the end at which the order begins.</param>
/// <param name="Limit">Most entries.</param>
/// <param name="IsNewestFirst">True to go back in time.</param>
public readonly record struct AuditSlice(long Beyond, int Limit, bool IsNewestFirst = false);
