using System.Text.Json.Nodes;
using Avro;
using FsCheck;
using FsCheck.Fluent;
using Hops.Schemas.Avro;
using Hops.Schemas.Canonical;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Canonical;

/// <summary>Over random schemas with namespaces, documentation and aliases.</summary>
public sealed class CanonicalPropertyTests
{
    [Fact]
    public void Canonical_form_and_fingerprints_are_those_of_Apache_Avro() => Holds(schema =>
    {
        // Apache.Avro prints logical types into its canonical form, which the specification strips.
        var text = Decorated(schema, keepLogicalTypes: false);
        var (ours, theirs) = (AvroSchema.Parse(text), Schema.Parse(text));

        var form = SchemaText.Canonical(ours);

        return form == SchemaNormalization.ToParsingForm(theirs)
            && unchecked((long)Fingerprint.Crc64(ours)) == SchemaNormalization.ParsingFingerprint64(theirs)
            && Fingerprint.Sha256(ours).SequenceEqual(SchemaNormalization.ParsingFingerprint("SHA-256", theirs));
    });

    [Fact]
    public void A_canonical_form_is_its_own_and_decodes_what_the_schema_wrote() => Holds(schema =>
    {
        var form = SchemaText.Canonical(AvroSchema.Parse(Decorated(schema, keepLogicalTypes: true)));
        var parsed = AvroSchema.Parse(form);
        return SchemaText.Canonical(parsed) == form
            && Schemas.Compatibility.ReaderWriterRules.Check(parsed, AvroSchema.Parse(schema.ToJsonString())).Count == 0;
    });

    [Fact]
    public void The_prints_of_the_registry_are_read_as_the_schema_that_they_print() => Holds(schema =>
    {
        var parsed = AvroSchema.Parse(Decorated(schema, keepLogicalTypes: true));
        var (plain, normalized) = (SchemaText.Of(parsed), SchemaText.Normalized(parsed));
        return SchemaText.Of(AvroSchema.Parse(plain)) == plain
            && SchemaText.Normalized(AvroSchema.Parse(plain)) == normalized
            && SchemaText.Normalized(AvroSchema.Parse(normalized)) == normalized
            && Fingerprint.Crc64(AvroSchema.Parse(plain)) == Fingerprint.Crc64(AvroSchema.Parse(normalized));
    });

    private static void Holds(Func<JsonNode, bool> property) => Prop.ForAll<int>(seed =>
    {
        var text = $$"""{"type":"record","name":"Root","fields":[{"name":"v","type":{{new RandomAvro(seed).Schema()}}}]}""";
        return property(JsonNode.Parse(text)!).Label(text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>The schema with what a canonical form leaves out, and some names in namespaces.</summary>
    private static string Decorated(JsonNode schema, bool keepLogicalTypes)
    {
        var copy = schema.DeepClone();
        var count = 0;
        Decorate(copy, keepLogicalTypes, ref count);
        return copy.ToJsonString();
    }

    private static void Decorate(JsonNode node, bool keepLogicalTypes, ref int count)
    {
        if (node is JsonObject type)
        {
            if (!keepLogicalTypes)
            {
                type.Remove("logicalType");
                type.Remove("precision");
                type.Remove("scale");
            }

            if (type["name"] != null && type["type"] is JsonValue)
                DecorateNamed(type, count++);
        }

        foreach (var part in node is JsonObject parent ? parent.Select(member => member.Value).ToList() : [.. node.AsArray()])
        {
            if (part is JsonObject or JsonArray)
                Decorate(part, keepLogicalTypes, ref count);
        }
    }

    private static void DecorateNamed(JsonObject named, int number)
    {
        named["doc"] = $"\"quoted\" é {number}";
        if (named["type"]!.GetValue<string>() is not ("record" or "enum" or "fixed"))
            return;
        named["aliases"] = new JsonArray($"Old{number}");
        if (number % 3 == 0)
            named["namespace"] = "x.y" + number;
    }
}
