using Hops.Core.Errors;
using Hops.Platform.Projects;
using Hops.Platform.Users;

namespace Hops.Platform.Tours;

/// <summary>Deletes demo projects whose time is over, by the way on which their owners would.</summary>
internal static class EndDemoProjects
{
    /// <summary>Looks at each once. One that cannot be deleted does not keep the others.</summary>
    /// <exception cref="PlatformException">The first that could not be deleted; it is tried again with the next round.</exception>
    internal static async Task RunAsync(HopsPlatform platform, CancellationToken cancellationToken)
    {
        var now = platform.Time.GetUtcNow();
        PlatformException? first = null;
        foreach (var demo in platform.Roster.Now.Demos.Values.Where(demo => demo.Ends <= now))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!platform.Roster.Now.Projects.TryGetValue(demo.ProjectId, out var project))
                continue;
            try
            {
                // Who keeps it meanwhile has changed it.
                await DeleteProject.RunAsync(platform, FirstRun.Itself, project.Row.Name, project.Row.Revision, cancellationToken);
            }
            catch (PlatformException gone) when (gone.Code is ErrorCode.NotFound or ErrorCode.PreconditionFailed)
            {
                // It was deleted, or changed, meanwhile; a change is seen with the next round.
            }
            catch (PlatformException failure)
            {
                first ??= failure;
            }
        }

        if (first is not null)
            throw first;
    }
}
