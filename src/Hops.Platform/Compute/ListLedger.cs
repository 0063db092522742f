using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Compute;

/// <summary>The ledger of a project: what its runners have used and what that cost.</summary>
public static class ListLedger
{
    /// <summary>Some entries, the newest first.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">The project.</param>
    /// <param name="before">Number before which it begins; 0 for the newest.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<LedgerEntry>> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, long before, int limit, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, projectName);
        return await platform.Store.ReadAsync(
            async read =>
            {
                // The numbers have no gaps, so the entries before one are those of the numbers before its own.
                var last = before > 0 ? before - 1 : (await ComputeAccount.OfAsync(read, id)).LastNumber;
                var first = Math.Max(0, last - limit);
                IReadOnlyList<LedgerEntry> entries = first == last
                    ? [] : await read.ScanAsync(LedgerEntry.Table, Key.Of(id), Key.Of(id, first), (int)(last - first));
                // What is older than the ledger is kept has gone: a scan goes on behind it.
                return (IReadOnlyList<LedgerEntry>)[.. entries.Where(entry => entry.Number <= last).Reverse()];
            },
            cancellationToken);
    }

    /// <summary>Some intervals of one runner, in order.</summary>
    public static async Task<IReadOnlyList<LedgerInterval>> IntervalsAsync(
        HopsPlatform platform, Principal actor, string projectName, (long Number, long After) from, int limit, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, projectName);
        return await platform.Store.ReadAsync(
            read => read.ScanAsync(LedgerInterval.Table, Key.Of(id, from.Number), Key.Of(id, from.Number, from.After), limit), cancellationToken);
    }

    internal static long Demand(HopsPlatform platform, Principal actor, string projectName)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Ledger, id, projectName));
        return id;
    }
}
