using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Json;
using Hops.Schemas.Types;

namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// A JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12. Addresses in it are never fetched: a reference is to a place of the text, or to a
/// schema of the registry that was named with it. Its regular expressions are kept as they are and not run.
/// </summary>
public sealed class JsonSchema : TypedSchema
{
    private readonly JsonElement _root;
    private readonly Lazy<JsonShape> _shape;

    private JsonSchema(JsonElement root, SchemaReader reader)
    {
        (_root, Reader, Root) = (root, reader, reader.Root());
        _shape = new Lazy<JsonShape>(() => ShapeReader.Of(Root));
    }

    /// <inheritdoc/>
    public override SchemaType Type => SchemaType.Json;

    /// <summary>The version of JSON Schema by which it is read.</summary>
    public JsonDraft Draft => Reader.Draft;

    /// <summary>The shape of the values that it takes.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c>: its objects lie inside one another too often.</exception>
    public JsonShape Shape => _shape.Value;

    /// <inheritdoc/>
    public override string Text => JsonText.Of(_root);

    /// <inheritdoc/>
    public override string NormalizedText => JsonText.Sorted(_root);

    /// <inheritdoc/>
    public override IEnumerable<string> About => new[] { Root.Text("title"), Root.Text("description") }.OfType<string>();

    /// <summary>What it demands.</summary>
    internal SchemaNode Root { get; }

    /// <summary>Finds what a schema that refers to this one means.</summary>
    internal SchemaReader Reader { get; }

    /// <summary>Parses and checks a text.</summary>
    /// <param name="text">The text: at most <see cref="JsonSchemaLimits.TextLengthBytesMax"/> bytes of UTF-8.</param>
    /// <param name="references">JSON Schemas that it may refer to, by the addresses that it uses for them.</param>
    /// <exception cref="PlatformException">
    /// <c>InvalidSchema</c> with the fact <c>pointer</c>, or <c>line</c> and <c>column</c>; <c>TooLarge</c> beyond a limit of <see cref="JsonSchemaLimits"/>.
    /// </exception>
    public static JsonSchema Parse(string text, IReadOnlyList<NamedSchema> references)
    {
        var root = JsonInput.Parse(text, JsonSchemaLimits.TextLengthBytesMax, JsonSchemaLimits.JsonDepthMax, ErrorCode.InvalidSchema);
        return new JsonSchema(root, new SchemaReader(root, references));
    }

    /// <inheritdoc/>
    public override IEnumerable<SchemaField> Fields(int depthMax) => FieldsOf(Root, "", [], depthMax);

    /// <summary>The JSON that a payload is; whether the schema takes it is for its writer to see to.</summary>
    public override byte[] Decode(ReadOnlySpan<byte> payload) => JsonPayload.Decode(payload);

    /// <summary>The JSON itself, of a value that fits.</summary>
    public override void Encode(JsonElement value, IBufferWriter<byte> output)
    {
        DocumentCheck.Require(Root, value);
        Encoding.UTF8.GetBytes(JsonText.Of(value), output);
    }

    internal override IReadOnlyList<Misfit> MisfitsWith(TypedSchema writer) => JsonSchemaRules.Check(Root, ((JsonSchema)writer).Root);

    private static IEnumerable<SchemaField> FieldsOf(SchemaNode node, string above, ObjectNode[] within, int depthMax) => node.Target switch
    {
        ObjectNode type when within.Length < depthMax && !within.Contains(type) => type.Properties.SelectMany(property =>
            FieldsOf(property.Value, above + property.Key + ".", [.. within, type], depthMax)
                .Prepend(new SchemaField(above + property.Key, property.Value.Text("description") ?? property.Value.Target.Text("description") ?? ""))),
        ArrayNode { Items: { } items } => FieldsOf(items, above, within, depthMax),
        _ => [],
    };
}
