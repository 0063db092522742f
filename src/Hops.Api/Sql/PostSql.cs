using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sql;

/// <summary>Answers one SQL statement over the datasets and topics of the project, in a runner that acts as the caller. Who hangs up ends it.</summary>
internal static partial class PostSql
{
    private const int RowsDefault = 1000;
    private const int RowsMax = 10_000;
    private const int StatementLengthMax = 256 * 1024;

    internal static async Task<Ok<StatementAnswer>> RunAsync(
        QuerySupervisor supervisor, ApiCall call, PostSqlRequest request, CancellationToken cancellationToken)
    {
        if (request.Statement.Length is 0 or > StatementLengthMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A statement has 1 to {StatementLengthMax} characters.").With("field", "statement");
        if (request.Id is { } id && !IdForm().IsMatch(id))
            throw new PlatformException(ErrorCode.InvalidArgument, "The id of a statement has 1 to 64 lower case letters, digits and hyphens.").With("field", "id");
        var rows = request.RowsMax ?? RowsDefault;
        if (rows is < 1 or > RowsMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"rowsMax is 1 to {RowsMax}.").With("field", "rowsMax");
        return TypedResults.Ok(await supervisor.Statements.RunAsync(
            call.Actor, new StatementRequest(request.Statement, rows, request.Id), cancellationToken));
    }

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex IdForm();
}

/// <summary>An SQL statement.</summary>
/// <param name="Statement">Its text; datasets are its tables, and topics by names such as topics.clicks, of which the newest records are read.</param>
/// <param name="RowsMax">Most rows of the answer, 1 to 10000; 1000 if absent. A Data Scientist sees a preview of fewer.</param>
/// <param name="Id">An id of the caller's choice, by which to ask for it and end it while it runs; one is made if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostSqlRequest(string Statement, int? RowsMax = null, string? Id = null);
