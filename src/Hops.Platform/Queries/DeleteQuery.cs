using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;

namespace Hops.Platform.Queries;

/// <summary>Removes a query that is stopped. Its checkpoint and dataset are files and stay.</summary>
public static class DeleteQuery
{
    /// <summary>Removes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>Conflict</c>: it is not stopped.</exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, QueryName name, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Query, id, name.Query));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var query = await transaction.GetAsync(StoredQuery.Table, Key.Of(id, name.Query), LockMode.Destroy)
                    ?? throw await MissingName.QueryAsync(platform, actor, id, name.Query, cancellationToken);
                HopsPlatform.CheckRevision(revisionExpected, query.Revision);
                if (query.Desired == QueryState.Running)
                    throw new PlatformException(ErrorCode.Conflict, "The query runs: stop it first.");
                await transaction.DeleteAsync(StoredQuery.Table, Key.Of(id, name.Query));
                await transaction.DeleteAsync(StartCondition.Table, Key.Of(id, query.Id));
                await HopsPlatform.AuditAsync(transaction, actor, id, "query.delete", name.Query);
                return true;
            },
            cancellationToken);
    }
}
