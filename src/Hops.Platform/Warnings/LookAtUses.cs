using Hops.Core.Errors;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Compute;
using Hops.Platform.Projects;

namespace Hops.Platform.Warnings;

/// <summary>
/// Looks at what every project uses: storage, which grows without the platform being asked, and the budget, which is new with each month. It writes only
/// where something is to be told, or no longer holds.
/// </summary>
internal static class LookAtUses
{
    /// <summary>Looks at each project once.</summary>
    internal static async Task RunAsync(HopsPlatform platform, CancellationToken cancellationToken)
    {
        foreach (var project in platform.Roster.Now.Projects.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await LookAsync(platform, project, cancellationToken);
            }
            catch (PlatformException gone) when (gone.Code == ErrorCode.NotFound)
            {
                // It was deleted meanwhile.
            }
        }
    }

    private static async Task LookAsync(HopsPlatform platform, ProjectRoster project, CancellationToken cancellationToken)
    {
        var told = await ListWarnings.ToldAsync(platform, project.Row.Id, cancellationToken);
        var uses = await ListWarnings.UsesAsync(platform, project, cancellationToken);
        var changed = uses.Where(use => IsNews(use, told)).ToList();
        if (changed.Count == 0)
            return;
        await platform.Store.WriteAsync(
            async transaction =>
            {
                // Where it was deleted meanwhile, nothing is left behind for the next of its id.
                await Project.FindAsync(transaction, project.Row.Id, LockMode.Keep);
                foreach (var use in changed)
                    await NoteUse.RunAsync(platform, transaction, project.Row.Id, use);
                return true;
            },
            cancellationToken);
    }

    private static bool IsNews(ResourceUse use, IReadOnlyList<UseWarning> told)
    {
        var last = told.FirstOrDefault(warning => warning.Use == use.Name)?.Percent ?? 0;
        return UseWarning.PercentNext(use, last) != last;
    }
}
