using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Projects;

/// <summary>Changes the description of a project.</summary>
public static class AlterProject
{
    /// <summary>Changes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>InvalidArgument</c>.</exception>
    public static async Task<Project> RunAsync(
        HopsPlatform platform, Principal actor, string name, string description, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Project, id, name));
        CreateProject.CheckDescription(description);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var project = await transaction.GetAsync(Project.Table, Key.Of(id), LockMode.Write)
                    ?? throw new PlatformException(ErrorCode.NotFound, "There is no such project.");
                HopsPlatform.CheckRevision(revisionExpected, project.Revision);
                var next = project with { Description = description, Revision = project.Revision + 1 };
                await transaction.UpdateAsync(Project.Table, next);
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.alter", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithProject(next));
                return next;
            },
            cancellationToken);
    }
}
