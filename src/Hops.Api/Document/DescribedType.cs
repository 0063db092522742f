using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace Hops.Api.Document;

/// <summary>What the framework leaves out of the schema of a type: enough for a generator of clients to make a type without guesses.</summary>
internal static class DescribedType
{
    internal static void Complete(OpenApiSchema schema, JsonTypeInfo type)
    {
        // Both have converters of ours, of which the framework knows nothing.
        if (type.Type == typeof(DateTimeOffset))
            schema.Type = JsonSchemaType.String;
        else if (type.Type == typeof(DateTimeOffset?))
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        else if (type.Type.IsEnum)
            schema.Type = JsonSchemaType.String;
        else if (Nullable.GetUnderlyingType(type.Type) is { IsEnum: true })
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;

        if (type.Kind == JsonTypeInfoKind.Dictionary)
            schema.AdditionalProperties ??= new OpenApiSchema();

        // An answer has all of its members, whatever their values; what is optional is optional in requests.
        if (type.Kind == JsonTypeInfoKind.Object && type.UnmappedMemberHandling != JsonUnmappedMemberHandling.Disallow && schema.Properties is { Count: > 0 } members)
            schema.Required = members.Keys.ToHashSet(StringComparer.Ordinal);
    }
}
