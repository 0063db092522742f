using Hops.Api.Http;
using Hops.Api.Sessions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hops.Api.Document;

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
            document.Components.SecuritySchemes = SecuritySchemes();
            document.Security = [.. document.Components.SecuritySchemes.Keys.Select(scheme => Requirement(scheme, document))];
            DescribedProblem.AddTo(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            DescribedOperation.Complete(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            DescribedType.Complete(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
    }

    private static Dictionary<string, IOpenApiSecurityScheme> SecuritySchemes() => new(StringComparer.Ordinal)
    {
        ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A session or API token." },
        ["projectUser"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "basic", Description = "project__user and the secret of that project-user.",
        },
        ["browserSession"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = SessionCookie.NamePlain,
            Description = $"The session of a browser, {SessionCookie.NameEncrypted} over TLS; a change needs the header {SessionCookie.RequestHeader}: 1 besides.",
        },
    };

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
