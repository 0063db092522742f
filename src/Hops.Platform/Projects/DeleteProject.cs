using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Queries;
using Hops.Platform.Retention;
using Hops.Platform.Shares;
using Hops.Platform.Sql;
using Hops.Platform.Tokens;
using Hops.Platform.Tours;

namespace Hops.Platform.Projects;

/// <summary>
/// Deletes a project with everything that is its own, in one transaction: nothing of it can be reached afterwards by any protocol, and a
/// crash leaves all or nothing. Its audit trail stays. Its name stays reserved for a while, except to who had made it.
/// </summary>
public static class DeleteProject
{
    /// <summary>Deletes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>.</exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, string name, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Project, id, name));
        await platform.Files.FreeRoomAsync(() => platform.Store.WriteAsync(
            async transaction =>
            {
                var project = await Project.FindAsync(transaction, id, LockMode.Destroy);
                HopsPlatform.CheckRevision(revisionExpected, project.Revision);
                await DropShares.OfProjectAsync(platform, transaction, actor, id);
                await EndOfMembersAsync(transaction, id, platform.Options.MembersMax);
                await WholePartition.RemoveAsync(transaction, Credential.Table, Key.Of(id));
                await WholePartition.RemoveAsync(transaction, StoredQuery.Table, Key.Of(id));
                await WholePartition.RemoveAsync(transaction, StartCondition.Table, Key.Of(id));
                foreach (var resource in platform.Resources)
                    await resource.RemoveInAsync(transaction, actor, id);
                await WholePartition.RemoveAsync(transaction, RetentionRule.Table, Key.Of(id));
                await WholePartition.RemoveAsync(transaction, RetentionSweep.Table, Key.Of(id));
                await WholePartition.RemoveAsync(transaction, Dataset.Table, Key.Of(id));
                await ProjectFiles.RemoveAsync(platform.Files, transaction, ProjectFiles.PathOf(name));
                await WholePartition.RemoveAsync(transaction, Member.Table, Key.Of(id));
                await transaction.DeleteAsync(ProjectOfCreator.Table, Key.Of(project.CreatorId, id));
                await transaction.DeleteAsync(PreviewUse.Table, Key.Of(id));
                await transaction.DeleteAsync(ArchivedProject.Table, Key.Of(id));
                await transaction.DeleteAsync(ListedProject.Table, Key.Of(id));
                await transaction.DeleteAsync(DemoProject.Table, Key.Of(id));
                await JoinRequestRows.RemoveInAsync(transaction, id);
                await transaction.DeleteAsync(Readme.Table, Key.Of(id));
                await transaction.DeleteAsync(Project.Table, Key.Of(id));
                await transaction.PutAsync(
                    ReservedName.Table, new ReservedName(name, project.CreatorId, transaction.Now + platform.Options.NameReservation));
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.delete", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutProject(id));
                return true;
            },
            cancellationToken));
        await platform.SettledAsync();
    }

    /// <summary>Tokens that act in the project, and tours that are taken in it, found through its members: they are stored by user.</summary>
    private static async Task EndOfMembersAsync(WriteTransaction transaction, long projectId, int membersMax)
    {
        var members = await transaction.ScanAsync(Member.Table, Key.Of(projectId), null, membersMax);
        foreach (var member in members)
        {
            await RevokeToken.EndAllAsync(transaction, member.UserId, token => token.ProjectId == projectId);
            await TourProgress.ForgetInAsync(transaction, member.UserId, projectId);
        }
    }
}
