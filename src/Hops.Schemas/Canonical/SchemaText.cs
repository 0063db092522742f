using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Canonical;

/// <summary>Prints schemas. Two texts of one schema print alike, whatever their white space, so the print is the identity of a schema.</summary>
public static class SchemaText
{
    /// <summary>The schema with all its attributes: what the registry stores, answers and compares.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="references">Schemas whose named types are printed as names only, because they are kept elsewhere.</param>
    public static string Of(AvroSchema schema, IReadOnlyList<AvroSchema>? references = null) =>
        Print(schema, TextStyle.Plain, references ?? []);

    /// <summary>As <see cref="Of"/> with full names and all attributes in one fixed order: Confluent's <c>normalize=true</c>.</summary>
    public static string Normalized(AvroSchema schema, IReadOnlyList<AvroSchema>? references = null) =>
        Print(schema, TextStyle.Normalized, references ?? []);

    /// <summary>Parsing Canonical Form (Avro specification, "Transforming into Parsing Canonical Form").</summary>
    public static string Canonical(AvroSchema schema) => Print(schema, TextStyle.Canonical, []);

    private static string Print(AvroSchema schema, TextStyle style, IReadOnlyList<AvroSchema> references)
    {
        var output = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(output, SchemaPrinter.JsonOptions))
            new SchemaPrinter(json, style, references).Print(schema, "");
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
