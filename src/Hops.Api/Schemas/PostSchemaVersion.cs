using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Schemas;
using Hops.Schemas.Registry;
using Hops.Schemas.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Schemas;

internal static class PostSchemaVersion
{
    internal static async Task<Created<RegisteredView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] SubjectPath path, PostSchemaVersionRequest request, CancellationToken cancellationToken)
    {
        var name = new SubjectName(path.Project, path.Subject);
        var made = await ProjectSchemas.RegisterAsync(platform, call.Actor, name, request.Submission(), cancellationToken);
        var location = $"/api/v1/projects/{path.Project}/schemas/{Uri.EscapeDataString(path.Subject)}/versions/{made.Version}";
        return TypedResults.Created(location, new RegisteredView(made.Id, made.Version));
    }
}

/// <summary>A schema to be registered as the next version of a subject; the same text again is the same version.</summary>
/// <param name="Schema">The schema as text.</param>
/// <param name="Type">In which language it is; <c>AVRO</c> if absent.</param>
/// <param name="References">Schemas of the project and type to which it refers; none if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostSchemaVersionRequest(string Schema, SchemaType Type = SchemaTypes.Default, IReadOnlyList<SchemaReferenceView>? References = null)
{
    internal SchemaSubmission Submission() => new(Schema)
    {
        Type = Type,
        References = [.. (References ?? []).Select(reference => new SchemaReference(reference.Name, reference.Subject, reference.Version))],
    };
}

/// <summary>What a registration answers.</summary>
/// <param name="Id">Id of the schema, as Kafka records carry it.</param>
/// <param name="Version">Its version in the subject.</param>
public sealed record RegisteredView(int Id, int Version);

/// <summary>Route parameters of a subject.</summary>
public readonly record struct SubjectPath(string Project, string Subject);
