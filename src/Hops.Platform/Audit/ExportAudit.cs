using System.Runtime.CompilerServices;
using System.Text.Json;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;

namespace Hops.Platform.Audit;

/// <summary>Takes an audit trail, or a selection of it, out of the platform: with all that is needed to check it without a server. It is in the trail itself.</summary>
public static class ExportAudit
{
    /// <summary>Entries of one export: some 500 MB. The rest is another one, from where it ended.</summary>
    public const int EntriesMax = 1_000_000;
    private const int ReadAtOnce = 1000;

    /// <summary>Notes the export in the trail and says what it will be of.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">Project; null for the platform.</param>
    /// <param name="filter">Which entries.</param>
    /// <param name="after">Number of the entry after which it begins; 0 for the first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<AuditExport> BeginAsync(
        HopsPlatform platform, Principal actor, string? projectName, AuditFilter filter, long after, CancellationToken cancellationToken)
    {
        var trail = AuditTrail.Find(platform, actor, projectName, Operation.Read);
        await platform.Journal.FlushAsync(cancellationToken);
        var detail = filter.IsEmpty && after == 0 ? "" : JsonSerializer.Serialize(new { filter, after }, AuditFile.Json);
        var head = await platform.Store.WriteAsync(
            async transaction =>
            {
                await HopsPlatform.AuditAsync(transaction, actor, trail.ProjectId, "audit.export", trail.Name, detail);
                return await AuditLog.HeadAsync(transaction, trail.ProjectId);
            },
            cancellationToken);
        return new AuditExport(trail, head, filter, after, platform.Time.GetUtcNow());
    }

    /// <summary>The entries of an export, with the hash of the one before each, at most <see cref="EntriesMax"/>.</summary>
    public static async IAsyncEnumerable<(AuditRecord Entry, byte[] Previous)> ReadAsync(
        HopsPlatform platform, AuditExport export, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (position, count) = (await BeforeAsync(platform, export, cancellationToken), 0);
        while (position.Sequence < export.Head.Sequence)
        {
            var (from, limit) = (position.Sequence, (int)Math.Min(ReadAtOnce, export.Head.Sequence - position.Sequence));
            var entries = await platform.Store.ReadAsync(read => AuditLog.AfterAsync(read, export.Trail.ProjectId, from, limit), cancellationToken);
            foreach (var entry in entries)
            {
                if (count == EntriesMax || export.Filter.IsBehind(entry, isNewestFirst: false))
                    yield break;
                if (export.Filter.Takes(entry))
                {
                    yield return (entry, position.Hash);
                    count++;
                }

                position = position with { Sequence = entry.Sequence, Hash = entry.Hash };
            }

            if (entries.Count == 0)
                yield break;
        }
    }

    private static ValueTask<AuditHead> BeforeAsync(HopsPlatform platform, AuditExport export, CancellationToken cancellationToken) => platform.Store.ReadAsync(
        async read => new AuditHead(
            export.Trail.ProjectId,
            export.After,
            (await read.GetAsync(AuditLog.Entries, Key.Of(export.Trail.ProjectId, export.After)))?.Hash ?? AuditChain.Start),
        cancellationToken);
}

/// <summary>An export of an audit trail.</summary>
/// <param name="Trail">The trail.</param>
/// <param name="Head">Its last entry, which tells of the export.</param>
/// <param name="Filter">Which entries.</param>
/// <param name="After">The entry after which it begins; 0 for the first.</param>
/// <param name="Time">When.</param>
public sealed record AuditExport(AuditTrail Trail, AuditHead Head, AuditFilter Filter, long After, DateTimeOffset Time);
