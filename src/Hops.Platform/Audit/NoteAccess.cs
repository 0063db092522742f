using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;

namespace Hops.Platform.Audit;

/// <summary>Keeps in the audit trail that something was refused, or that data was taken out: what changes nothing and still must be known.</summary>
public static class NoteAccess
{
    private const int TargetLengthMax = 4096;

    /// <summary>Appends the entry. If it cannot be written, the caller's request fails.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who tried.</param>
    /// <param name="resource">What on.</param>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="refusal">Why it was refused; null if it was allowed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, Resource resource, string action, ErrorCode? refusal, CancellationToken cancellationToken) =>
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await AuditLog.AppendAsync(
                    transaction,
                    new AuditRecord
                    {
                        ProjectId = Math.Max(resource.ProjectId, 0),
                        Actor = actor.Name,
                        CredentialId = actor.CredentialId,
                        Action = action,
                        Target = resource.Name.Length <= TargetLengthMax ? resource.Name : resource.Name[..TargetLengthMax],
                        Outcome = refusal is { } code ? ErrorTable.Row(code).Slug : "ok",
                    });
                return true;
            },
            cancellationToken);
}
