using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Compute;
using Hops.Platform.Projects;

namespace Hops.Platform.Tours;

/// <summary>
/// Keeps a demo project as an ordinary one: it ends no more, has the quotas of every project, and what runs in it from then on is charged. What it has used as
/// a demo stays free.
/// </summary>
public static class KeepProject
{
    /// <summary>Keeps it.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>, <c>AccessDenied</c>; <c>Conflict</c>: it is no demo project; <c>LimitExceeded</c>: its maker has as many projects as a user may have.
    /// </exception>
    public static async Task<Project> RunAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Project, id, name));
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var project = await Project.FindAsync(transaction, id, LockMode.Write);
                var demo = await transaction.GetAsync(DemoProject.Table, Key.Of(id), LockMode.Destroy)
                    ?? throw new PlatformException(ErrorCode.Conflict, $"'{name}' is an ordinary project already.");
                await CreateProject.CountAsync(platform, transaction, project.CreatorId, id);
                await transaction.DeleteAsync(DemoProject.Table, Key.Of(id));
                var options = platform.Options;
                var next = project with
                {
                    // What an administrator has set stays.
                    QuotaBytes = project.QuotaBytes == options.Tours.ProjectQuotaBytes ? options.ProjectQuotaBytes : project.QuotaBytes,
                    Revision = project.Revision + 1,
                };
                await transaction.UpdateAsync(Project.Table, next);
                await ProjectFiles.SetQuotaAsync(platform.Files, transaction, next);
                await ComputeQuota.BeginAnewAsync(platform, transaction, id);
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.keep", name, $$"""{"tour":"{{demo.Tour}}"}""");
                platform.Roster.OnCommitted(transaction, roster => roster.WithProject(next).WithoutDemo(id));
                return next;
            },
            cancellationToken);
    }
}
