using Hops.Api.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hops.Api.Document;

/// <summary>What the boundary and the handlers read of a request themselves, so that the framework cannot see it in their parameters.</summary>
internal static class DescribedOperation
{
    private const string ContentType = "application/octet-stream";

    internal static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var need = metadata.OfType<AccessNeed>().Single();
        operation.Parameters ??= [];
        operation.Responses ??= [];
        operation.Description = need.IsPublic ? "Needs no credential." : $"Needs the right {need.Operation} on {need.Kind}: docs/access.md.";
        if (need.IsPublic)
            operation.Security = [];
        NamePath(operation.Parameters, context.Description.RelativePath ?? "");
        if (metadata.OfType<GuardedChange>().Any())
            operation.Parameters.Add(Header("If-Match", isRequired: true, "The ETag of what was read, or * to change it whatever it is now."));
        if (metadata.OfType<ReplayableRequest>().Any())
            operation.Parameters.Add(Header("Idempotency-Key", isRequired: false, "Any text of the caller's: a second request with it gets the first one's answer."));
        foreach (var header in metadata.OfType<NamedHeader>())
            operation.Parameters.Add(Header(header.Name, isRequired: true, header.Meaning));
        if (metadata.OfType<StreamedRequest>().Any())
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Bytes(metadata.OfType<IAcceptsMetadata>().FirstOrDefault()?.ContentTypes[0] ?? ContentType) };
        if (metadata.OfType<StreamedAnswer>().Any())
            operation.Responses["200"] = new OpenApiResponse { Description = "OK", Content = Bytes(ContentType) };
        if (metadata.OfType<StreamedAnswer>().Any(answer => answer.TakesRange))
        {
            operation.Parameters.Add(Header("Range", isRequired: false, "bytes=FIRST-LAST: this part of it alone."));
            operation.Responses["206"] = new OpenApiResponse { Description = "Partial Content", Content = Bytes(ContentType) };
        }

        operation.Responses[DescribedProblem.Otherwise] = DescribedProblem.Response(context.Document!);
    }

    /// <summary>The parameters of the path that no parameter of a handler is bound to.</summary>
    private static void NamePath(IList<IOpenApiParameter> parameters, string path)
    {
        foreach (var name in path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}', '*')).Reverse())
        {
            if (parameters.All(parameter => parameter.Name != name))
                parameters.Insert(0, new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = Text() });
        }
    }

    private static OpenApiParameter Header(string name, bool isRequired, string meaning) =>
        new() { Name = name, In = ParameterLocation.Header, Required = isRequired, Description = meaning, Schema = Text() };

    private static Dictionary<string, OpenApiMediaType> Bytes(string contentType) => new(StringComparer.Ordinal)
    {
        [contentType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
