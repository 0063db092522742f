using Hops.Api.Http;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sql;

/// <summary>Statements that run: how far they are, and their end. A caller sees its own; who rules the project sees all.</summary>
internal static class RunningSql
{
    internal static Ok<Page<StatementView>> List(QuerySupervisor supervisor, ApiCall call) =>
        TypedResults.Ok(new Page<StatementView>(supervisor.Statements.List(call.Actor), null));

    internal static Ok<StatementView> Get(QuerySupervisor supervisor, ApiCall call, [AsParameters] StatementPath path) =>
        TypedResults.Ok(supervisor.Statements.ViewOf(call.Actor, path.Statement));

    internal static NoContent Cancel(QuerySupervisor supervisor, ApiCall call, [AsParameters] StatementPath path)
    {
        supervisor.Statements.Cancel(call.Actor, path.Statement);
        return TypedResults.NoContent();
    }
}

/// <summary>Route parameters of a statement.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Statement">Id of the statement.</param>
public readonly record struct StatementPath(string Project, string Statement);
