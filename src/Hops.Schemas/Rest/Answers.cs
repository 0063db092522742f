using System.Text.Json.Serialization;
using Hops.Schemas.Registry;
using Hops.Schemas.Types;

namespace Hops.Schemas.Rest;

/// <summary>Bodies of answers, with the member names of Confluent's registry; null members are left out.</summary>
internal static class Answers
{
    public static SchemaAnswer Of(StoredSchema schema) => new(TypeOf(schema), schema.Schema, References(schema));

    public static VersionAnswer Of(SubjectVersion version) =>
        new(version.Subject, version.Version, version.Schema.Id, TypeOf(version.Schema), version.Schema.Schema, References(version.Schema));

    /// <summary>Avro is not named: clients from before there were others take its absence for it.</summary>
    private static string? TypeOf(StoredSchema schema) => schema.Type == SchemaTypes.Default ? null : SchemaTypes.NameOf(schema.Type);

    private static IEnumerable<ReferenceAnswer>? References(StoredSchema schema) => schema.References.Count == 0
        ? null
        : schema.References.Select(reference => new ReferenceAnswer(reference.Name, reference.Subject, reference.Version));
}

internal sealed record SchemaAnswer(string? SchemaType, string Schema, IEnumerable<ReferenceAnswer>? References);

internal sealed record VersionAnswer(string Subject, int Version, int Id, string? SchemaType, string Schema, IEnumerable<ReferenceAnswer>? References);

internal sealed record ReferenceAnswer(string Name, string Subject, int Version);

internal sealed record UseAnswer(string Subject, int Version);

internal sealed record IdAnswer(int Id);

internal sealed record TestAnswer([property: JsonPropertyName("is_compatible")] bool IsCompatible, IReadOnlyList<string>? Messages);

internal sealed record LevelAnswer(string CompatibilityLevel);

internal sealed record LevelSetAnswer(string Compatibility);

internal sealed record ModeAnswer(string Mode);

internal sealed record ErrorAnswer([property: JsonPropertyName("error_code")] int ErrorCode, string Message);

/// <summary>A schema text that is the whole answer.</summary>
internal sealed record RawSchema(string Text);
