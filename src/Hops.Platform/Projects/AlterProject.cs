using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Projects;

/// <summary>Changes the description of a project or, by an administrator, its storage quota.</summary>
public static class AlterProject
{
    /// <summary>Changes it; null leaves what is there.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>InvalidArgument</c>.</exception>
    public static async Task<Project> RunAsync(
        HopsPlatform platform, Principal actor, string name, ProjectChange change, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Project, id, name));
        CreateProject.CheckDescription(change.Description ?? "");
        if (change.QuotaBytes is { } quotaBytes)
        {
            platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Platform, 0, name));
            if (quotaBytes < 0)
                throw new PlatformException(ErrorCode.InvalidArgument, "A quota is zero bytes or more.").With("field", "quotaBytes");
        }

        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var project = await transaction.GetAsync(Project.Table, Key.Of(id), LockMode.Write)
                    ?? throw new PlatformException(ErrorCode.NotFound, "There is no such project.");
                HopsPlatform.CheckRevision(change.RevisionExpected, project.Revision);
                var next = project with
                {
                    Description = change.Description ?? project.Description,
                    QuotaBytes = change.QuotaBytes ?? project.QuotaBytes,
                    Revision = project.Revision + 1,
                };
                await transaction.UpdateAsync(Project.Table, next);
                if (next.QuotaBytes != project.QuotaBytes)
                    await ProjectFiles.SetQuotaAsync(platform.Files, transaction, next);
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.alter", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithProject(next));
                return next;
            },
            cancellationToken);
    }
}

/// <summary>A change of a project.</summary>
/// <param name="Description">What it is for; null to leave it.</param>
/// <param name="QuotaBytes">Storage quota, for administrators; null to leave it.</param>
/// <param name="RevisionExpected">Revision that it must still have; null for any.</param>
public sealed record ProjectChange(string? Description, long? QuotaBytes, long? RevisionExpected);
