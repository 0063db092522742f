using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Queries;

/// <summary>Stores a streaming query that its supervisor has found valid. It runs as the caller, once it is started.</summary>
public static class CreateQuery
{
    /// <summary>Stores it, stopped.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>, <c>TooLarge</c>, <c>AlreadyExists</c>, <c>Conflict</c>: its sink is another query's, <c>LimitExceeded</c>, <c>AccessDenied</c>.</exception>
    public static async Task<StoredQuery> RunAsync(
        HopsPlatform platform, Principal actor, QueryName name, string definition, CancellationToken cancellationToken)
    {
        var projectId = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Query, projectId, name.Query));
        Names.Check("query", name.Query);
        if (definition.Length > StoredQuery.DefinitionLengthMax)
            throw new PlatformException(ErrorCode.TooLarge, $"A query has at most {StoredQuery.DefinitionLengthMax} characters.");
        var query = new StoredQuery
        {
            ProjectId = projectId,
            Name = name.Query,
            Id = OpaqueId.Next(),
            OwnerId = actor.UserId,
            Definition = definition,
            Desired = QueryState.Stopped,
            Created = platform.Time.GetUtcNow(),
        };
        var sink = query.SinkIn(name.Project);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var queries = await transaction.ScanAsync(StoredQuery.Table, Key.Of(projectId), null, platform.Options.QueriesMax);
                if (queries.Count >= platform.Options.QueriesMax)
                    throw new PlatformException(ErrorCode.LimitExceeded, "The project has as many queries as it may have: delete one first.")
                        .With("limit", platform.Options.QueriesMax);
                var writer = queries.FirstOrDefault(other => other.Name != query.Name && other.SinkIn(name.Project) == sink);
                if (sink is not null && writer is not null)
                    throw new PlatformException(ErrorCode.Conflict, $"The query '{writer.Name}' writes into this sink: choose another, or delete that query.");
                if (!await transaction.InsertAsync(StoredQuery.Table, query))
                    throw new PlatformException(ErrorCode.AlreadyExists, $"There is a query '{name.Query}' already.");
                await HopsPlatform.AuditAsync(transaction, actor, projectId, "query.create", name.Query);
                return true;
            },
            cancellationToken);
        return query;
    }
}
