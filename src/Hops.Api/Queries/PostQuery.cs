using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Queries;

/// <summary>Makes a streaming query. It is planned in a runner first, as its caller, so that what is wrong in it is said at once.</summary>
internal static class PostQuery
{
    internal static async Task<Created<QueryView>> RunAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] ProjectPath path, PostQueryRequest request,
        CancellationToken cancellationToken)
    {
        CheckTopics.Run(platform, call.Actor, path.Project, request.Definition.GetRawText());
        await supervisor.PlanAsync(call.Actor, request.Definition, cancellationToken);
        var name = new QueryName(path.Project, request.Name);
        var query = await CreateQuery.RunAsync(platform, call.Actor, name, request.Definition.GetRawText(), cancellationToken);
        call.Tag(query.Revision);
        return TypedResults.Created($"/api/v1/projects/{path.Project}/queries/{query.Name}", QueryView.Of(platform, supervisor, query));
    }

    internal static async Task<Ok<JsonElement>> PlanAsync(
        HopsPlatform platform, QuerySupervisor supervisor, ApiCall call, [AsParameters] ProjectPath path, PostPlanRequest request,
        CancellationToken cancellationToken)
    {
        CheckTopics.Run(platform, call.Actor, path.Project, request.Definition.GetRawText());
        return TypedResults.Ok(await supervisor.PlanAsync(call.Actor, request.Definition, cancellationToken));
    }
}

/// <summary>A streaming query to be made, stopped.</summary>
/// <param name="Name">Its name: lower case letters, digits and single underscores.</param>
/// <param name="Definition">Source topic, SQL, sink dataset, output mode, trigger, watermark: the fields of a streaming query.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostQueryRequest(string Name, JsonElement Definition);

/// <summary>A definition to be checked without making a query of it.</summary>
/// <param name="Definition">As of a query.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostPlanRequest(JsonElement Definition);

/// <summary>Route parameter of a project.</summary>
public readonly record struct ProjectPath(string Project);
