using Hops.Core.Identity;

namespace Hops.Platform.Audit;

/// <summary>An audit trail that the caller may see.</summary>
/// <param name="ProjectId">Its project; 0 for the platform.</param>
/// <param name="Name">Name of the project; <c>platform</c> for its own.</param>
public sealed record AuditTrail(long ProjectId, string Name)
{
    /// <summary>The name of the trail that belongs to no project.</summary>
    public const string OfPlatform = "platform";

    /// <summary>The trail of a project, or of the platform where none is named.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    internal static AuditTrail Find(HopsPlatform platform, Principal actor, string? projectName, Operation operation)
    {
        var trail = projectName is null ? new AuditTrail(0, OfPlatform) : new AuditTrail(platform.FindProject(actor, projectName).Row.Id, projectName);
        platform.Demand(actor, operation, new Resource(ResourceKind.Audit, trail.ProjectId, trail.Name));
        return trail;
    }
}
