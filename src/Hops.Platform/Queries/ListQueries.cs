using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Access;

namespace Hops.Platform.Queries;

/// <summary>The queries of a project.</summary>
public static class ListQueries
{
    /// <summary>Queries after a name, in order of name.</summary>
    public static async Task<IReadOnlyList<StoredQuery>> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, string nameAfter, int limit, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Query, id, projectName));
        return await platform.Store.ReadAsync(
            read => read.ScanAsync(StoredQuery.Table, Key.Of(id), nameAfter.Length == 0 ? null : Key.Of(id, nameAfter), limit), cancellationToken);
    }

    /// <summary>One query.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<StoredQuery> FindAsync(HopsPlatform platform, Principal actor, QueryName name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Query, id, name.Query));
        return await platform.Store.ReadAsync(read => read.GetAsync(StoredQuery.Table, Key.Of(id, name.Query)), cancellationToken)
            ?? throw await MissingName.QueryAsync(platform, actor, id, name.Query, cancellationToken);
    }
}
