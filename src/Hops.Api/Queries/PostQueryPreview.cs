using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Queries;

/// <summary>
/// Shows what a query would make of the newest records of its topic, in a runner that acts as the caller. Nothing is written; it is a statement to the
/// limits of a Data Scientist, to the ledger and to the audit trail.
/// </summary>
internal static class PostQueryPreview
{
    private const int RowsDefault = 100;
    private const int RowsMax = 10_000;

    /// <summary>A query needs one to be planned; that of a preview is never looked at.</summary>
    private const string NoSink = "preview";

    internal static async Task<Ok<QueryPreview>> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] ProjectPath path, PostPreviewRequest request,
        CancellationToken cancellationToken)
    {
        var rows = request.RowsMax ?? RowsDefault;
        if (rows is < 1 or > RowsMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"rowsMax is 1 to {RowsMax}.").With("field", "rowsMax");
        CheckTopics.Run(platform, call.Actor, path.Project, request.Definition.GetRawText());
        return TypedResults.Ok(await supervisor.Statements.PreviewAsync(call.Actor, WithSink(request.Definition), rows, cancellationToken));
    }

    private static JsonElement WithSink(JsonElement definition)
    {
        if (definition.ValueKind != JsonValueKind.Object || definition.TryGetProperty("sink", out _))
            return definition;
        var whole = JsonObject.Create(definition)!;
        whole["sink"] = NoSink;
        return JsonSerializer.SerializeToElement(whole);
    }
}

/// <summary>A query to be previewed.</summary>
/// <param name="Definition">As of a query; its sink may be left out.</param>
/// <param name="RowsMax">Most rows, 1 to 10000; 100 if absent. A Data Scientist sees a preview of fewer.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostPreviewRequest(JsonElement Definition, int? RowsMax = null);
