using Hops.Core.Errors;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Compute;
using Hops.Platform.Projects;
using Hops.Platform.Users;

namespace Hops.Platform.Warnings;

/// <summary>What a project is warned of, for whoever may see it: asked before.</summary>
internal static class ListWarnings
{
    /// <summary>Each warning whose cause is still there, with the use as it is now.</summary>
    internal static async Task<IReadOnlyList<(UseWarning Warning, ResourceUse Use)>> RunAsync(
        HopsPlatform platform, ProjectRoster project, CancellationToken cancellationToken)
    {
        var told = await ToldAsync(platform, project.Row.Id, cancellationToken);
        if (told.Count == 0)
            return [];
        var uses = await UsesAsync(platform, project, cancellationToken);
        return [.. from warning in told
                   from use in uses
                   where use.Name == warning.Use && UseWarning.TextOf(use) is not null
                   select (warning, use)];
    }

    /// <summary>What was told of a project.</summary>
    internal static async Task<IReadOnlyList<UseWarning>> ToldAsync(HopsPlatform platform, long projectId, CancellationToken cancellationToken) =>
        await platform.Store.ReadAsync(read => read.ScanAsync(UseWarning.Table, Key.Of(projectId), null, UseWarning.RowsMax), cancellationToken);

    /// <summary>What a project uses of what is warned of.</summary>
    internal static async Task<IReadOnlyList<ResourceUse>> UsesAsync(HopsPlatform platform, ProjectRoster project, CancellationToken cancellationToken)
    {
        var files = await GetUsage.OfFilesAsync(platform, project.Row.Name, cancellationToken);
        var allowance = await platform.Store.ReadAsync(
            read => ComputeAllowance.OfAsync(read, project.Row.Id, platform.Options.Compute, platform.Time.GetUtcNow()), cancellationToken);
        return [.. files, .. allowance.Uses];
    }
}
