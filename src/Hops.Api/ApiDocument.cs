using Hops.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hops.Api;

/// <summary>What the OpenAPI document says besides the routes and their types.</summary>
internal static class ApiDocument
{
    internal static void Describe(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<AccessNeed>().Any();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Hops.NET",
                Version = "v1",
                Description = "Errors are application/problem+json (RFC 9457); 64-bit ids are strings; lists are pages of items and nextCursor.",
            };
            document.Servers?.Clear();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A session or API token." },
                ["projectUser"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http, Scheme = "basic", Description = "project__user and the secret of that project-user.",
                },
            };
            document.Security = [Requirement("token", document), Requirement("projectUser", document)];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var need = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessNeed>().Single();
            if (need.IsPublic)
                operation.Security = [];
            Complete(operation, context.Description.RelativePath ?? "");
            operation.Description = need.IsPublic ? "Needs no credential." : $"Needs the right {need.Operation} on {need.Kind}: docs/access.md.";
            return Task.CompletedTask;
        });
    }

    /// <summary>Names the parameters of the path that no parameter of a handler is bound to: the boundary reads them.</summary>
    private static void Complete(OpenApiOperation operation, string path)
    {
        operation.Parameters ??= [];
        foreach (var name in path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}', '*')).Reverse())
        {
            if (operation.Parameters.All(parameter => parameter.Name != name))
                operation.Parameters.Insert(0, new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
