using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sql;

/// <summary>Answers one SQL statement over the datasets of the project, in a runner that acts as the caller.</summary>
internal static class PostSql
{
    private const int RowsDefault = 1000;
    private const int RowsMax = 10_000;
    private const int StatementLengthMax = 256 * 1024;

    internal static async Task<Ok<JsonElement>> RunAsync(
        QuerySupervisor supervisor, ApiCall call, PostSqlRequest request, CancellationToken cancellationToken)
    {
        if (request.Statement.Length is 0 or > StatementLengthMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A statement has 1 to {StatementLengthMax} characters.").With("field", "statement");
        var rows = request.RowsMax ?? RowsDefault;
        if (rows is < 1 or > RowsMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"rowsMax is 1 to {RowsMax}.").With("field", "rowsMax");
        return TypedResults.Ok(await supervisor.SqlAsync(call.Actor, request.Statement, rows, cancellationToken));
    }
}

/// <summary>An SQL statement.</summary>
/// <param name="Statement">Its text; datasets are its tables.</param>
/// <param name="RowsMax">Most rows of the answer, 1 to 10000; 1000 if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostSqlRequest(string Statement, int? RowsMax = null);
