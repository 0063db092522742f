using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;

namespace Hops.Platform.Audit;

/// <summary>The audit trail of a project, or of the platform.</summary>
public static class ListAudit
{
    /// <summary>Entries after a sequence number, oldest first.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">Project; null for the platform's own trail (sign-ins, users).</param>
    /// <param name="sequenceAfter">0 to begin.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<AuditRecord>> RunAsync(
        HopsPlatform platform, Principal actor, string? projectName, long sequenceAfter, int limit, CancellationToken cancellationToken)
    {
        var id = projectName is null ? 0 : platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Audit, id, projectName ?? "platform"));
        return await platform.Store.ReadAsync(
            read => read.ScanAsync(AuditLog.Entries, Key.Of(id), Key.Of(id, sequenceAfter), limit), cancellationToken);
    }
}
