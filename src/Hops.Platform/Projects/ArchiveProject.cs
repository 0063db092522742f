using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Queries;

namespace Hops.Platform.Projects;

/// <summary>
/// Archives a project, or opens it again. In an archived one nothing is changed and no work is done, by no protocol: <c>Access.Decide</c> refuses it. Its
/// queries stop at a commit; its owners still read, and nothing is lost.
/// </summary>
public static class ArchiveProject
{
    /// <summary>Archives it. One that is archived stays so.</summary>
    /// <returns>When its queries have stopped.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, name);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await Project.FindAsync(transaction, id, LockMode.Write);
                var archived = new ArchivedProject(id, actor.UserId, transaction.Now);
                if (!await transaction.InsertAsync(ArchivedProject.Table, archived))
                    return false;
                var stopped = await SetQueryState.StopAllInAsync(transaction, id, platform.Options.QueriesMax);
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.archive", name, $$"""{"queriesStopped":{{stopped}}}""");
                platform.Roster.OnCommitted(transaction, roster => roster.WithArchived(id, archived.Since));
                foreach (var resource in platform.Resources)
                    resource.ProjectArchivedIn(transaction, id);
                return true;
            },
            cancellationToken);
        await platform.SettledAsync();
    }

    /// <summary>Opens it again. Queries stay stopped.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task UndoAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, name);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await Project.FindAsync(transaction, id, LockMode.Write);
                if (!await transaction.DeleteAsync(ArchivedProject.Table, Key.Of(id)))
                    return false;
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.unarchive", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithArchived(id, null));
                return true;
            },
            cancellationToken);
    }

    private static long Demand(HopsPlatform platform, Principal actor, string name)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Archive, id, name));
        return id;
    }
}
