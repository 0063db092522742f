using Microsoft.OpenApi;

namespace Hops.Api.Document;

/// <summary>Problem details (RFC 9457), the answer of every operation that is refused.</summary>
internal static class DescribedProblem
{
    /// <summary>The response of an operation whose status is not among those it lists.</summary>
    internal const string Otherwise = "default";

    private const string Name = "Problem";

    private static readonly (string Name, JsonSchemaType Type, string Meaning)[] Members =
    [
        ("type", JsonSchemaType.String, "/problems/ and the slug of the error."),
        ("title", JsonSchemaType.String, "What such an error is."),
        ("status", JsonSchemaType.Integer, "Status of the answer."),
        ("detail", JsonSchemaType.String, "What was refused, why, and what to do."),
        ("instance", JsonSchemaType.String, "Path of the request."),
        ("traceId", JsonSchemaType.String, "Under what the server's log names the request."),
    ];

    internal static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Name, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A refusal; the facts of an error are further members.",
            Properties = Members.ToDictionary(
                member => member.Name, IOpenApiSchema (member) => new OpenApiSchema { Type = member.Type, Description = member.Meaning }, StringComparer.Ordinal),
            Required = Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal),
            AdditionalProperties = new OpenApiSchema(),
        });
        document.AddComponent(Name, new OpenApiResponse
        {
            Description = "It is refused.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Name, document) },
            },
        });
    }

    internal static IOpenApiResponse Response(OpenApiDocument document) => new OpenApiResponseReference(Name, document);
}
