using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.Platform.Users;

namespace Hops.Platform.Projects;

/// <summary>What a project uses of its storage quota.</summary>
public static class GetUsage
{
    /// <summary>Limits and usage, as the file system counts them.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<QuotaUsageReport> RunAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, name).Row;
        return await platform.Files.FindQuotaAsync(FirstRun.Itself, ProjectFiles.PathOf(project.Name), cancellationToken)
            ?? throw new PlatformException(ErrorCode.Internal, "The directory of the project has no quota.");
    }
}
