using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Schemas;
using Hops.Schemas.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Schemas;

internal static class PostSchemaVersion
{
    internal static async Task<Created<RegisteredView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] SubjectPath path, PostSchemaVersionRequest request, CancellationToken cancellationToken)
    {
        var name = new SubjectName(path.Project, path.Subject);
        var made = await ProjectSchemas.RegisterAsync(platform, call.Actor, name, new SchemaSubmission(request.Schema), cancellationToken);
        var location = $"/api/v1/projects/{path.Project}/schemas/{Uri.EscapeDataString(path.Subject)}/versions/{made.Version}";
        return TypedResults.Created(location, new RegisteredView(made.Id, made.Version));
    }
}

/// <summary>A schema to be registered as the next version of a subject; the same text again is the same version.</summary>
/// <param name="Schema">Avro schema as text.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostSchemaVersionRequest(string Schema);

/// <summary>What a registration answers.</summary>
/// <param name="Id">Id of the schema, as Kafka records carry it.</param>
/// <param name="Version">Its version in the subject.</param>
public sealed record RegisteredView(int Id, int Version);

/// <summary>Route parameters of a subject.</summary>
public readonly record struct SubjectPath(string Project, string Subject);
