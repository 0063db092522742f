using Hops.Core.Identity;
using Hops.Metadata.Audit;

namespace Hops.Platform.Audit;

/// <summary>Keeps in the audit trail that data was taken out, or removed: what changes no row of ours and still must be known.</summary>
public static class NoteAccess
{
    private const int TargetLengthMax = 4096;

    /// <summary>Appends the entry before the caller is answered. If it cannot be written, the caller's request fails.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who tried.</param>
    /// <param name="resource">What on.</param>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, Resource resource, string action, CancellationToken cancellationToken) =>
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
                        Target = Target(resource),
                    });
                return true;
            },
            cancellationToken);

    internal static string Target(Resource resource) =>
        resource.Name.Length <= TargetLengthMax ? resource.Name : resource.Name[..TargetLengthMax];
}
