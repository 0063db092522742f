using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Members;

namespace Hops.Platform.Tours;

/// <summary>Keeps that a step of a tour is done, and so all before it. It is the player that has looked whether it is.</summary>
public static class PassTourStep
{
    /// <summary>
    /// Keeps it. A step at or before the one that is kept changes nothing: of two tabs, or two browsers, the one behind does not lead the other back.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">The user.</param>
    /// <param name="id">The tour.</param>
    /// <param name="step">The step.</param>
    /// <param name="project">Project in which it was done; another one than before begins the tour anew.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>: the tour, or the project; <c>InvalidArgument</c>: the tour has no such step, or the user is no member.</exception>
    public static async Task<TourState> RunAsync(
        HopsPlatform platform, Principal actor, string id, string step, string project, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var tour = Tour.Find(id);
        if (tour.PassedWith(step) == 0)
            throw new PlatformException(ErrorCode.InvalidArgument, $"The tour '{tour.Id}' has no such step.").With("field", "step");
        var projectId = platform.FindProject(actor, project).Row.Id;
        if (platform.Roster.Now.RoleOf(projectId, actor.UserId) == ProjectRole.None)
            throw new PlatformException(ErrorCode.InvalidArgument, $"You are not a member of '{project}'.").With("field", "project");
        var kept = await platform.Store.WriteAsync<TourProgress?>(
            async transaction =>
            {
                // Where the membership has ended meanwhile, nothing is left behind.
                if (await transaction.GetAsync(Member.Table, Key.Of(projectId, actor.UserId), LockMode.Keep) is null)
                    return null;
                var before = await transaction.GetAsync(TourProgress.Table, Key.Of(actor.UserId, tour.Id), LockMode.Write);
                if (before?.ProjectId == projectId && tour.PassedWith(before.Step) >= tour.PassedWith(step))
                    return before;
                var next = new TourProgress(actor.UserId, tour.Id, step, projectId, transaction.Now);
                await transaction.PutAsync(TourProgress.Table, next);
                return next;
            },
            cancellationToken);
        return TourState.Of(platform, actor, tour, kept);
    }
}
