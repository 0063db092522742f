using System.Buffers;
using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Canonical;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Json;

namespace Hops.Schemas.Types;

/// <summary>An Avro schema with those whose types it names.</summary>
public sealed class AvroDocument : TypedSchema
{
    private readonly IReadOnlyList<AvroSchema> _references;

    private readonly Lazy<DecodeStep> _plan;

    private AvroDocument(AvroSchema schema, IReadOnlyList<AvroSchema> references) =>
        (Schema, _references, _plan) = (schema, references, new Lazy<DecodeStep>(() => DecodePlan.Of(schema)));

    /// <summary>The schema.</summary>
    public AvroSchema Schema { get; }

    /// <inheritdoc/>
    public override SchemaType Type => SchemaType.Avro;

    /// <inheritdoc/>
    public override string Text => SchemaText.Of(Schema, _references);

    /// <inheritdoc/>
    public override string NormalizedText => SchemaText.Normalized(Schema, _references);

    /// <inheritdoc/>
    public override IEnumerable<string> About => new[] { Schema.Name?.Full, (Schema as AvroRecord)?.Declaration.Doc }.OfType<string>();

    /// <summary>Parses and checks a text.</summary>
    public static AvroDocument Parse(string text, IReadOnlyList<NamedSchema> references)
    {
        var schemas = references.Select(reference => ((AvroDocument)reference.Schema).Schema).ToList();
        return new AvroDocument(AvroSchema.Parse(text, schemas), schemas);
    }

    /// <summary>A record with one field, which is this: written just as this is, for a record is its fields one after the other.</summary>
    public AvroRecord Within(string field) => new(new AvroDeclaration(new AvroName("", field), null, []), isError: false, [])
    {
        Fields = [new AvroField { Name = field, Position = 0, Schema = Schema }],
    };

    /// <inheritdoc/>
    public override IEnumerable<SchemaField> Fields(int depthMax) => FieldsOf(Schema, "", [], depthMax);

    /// <inheritdoc/>
    public override byte[] Decode(ReadOnlySpan<byte> payload) => PlainJson.Decode(_plan.Value, payload);

    /// <inheritdoc/>
    public override void Encode(JsonElement value, IBufferWriter<byte> output) => PlainJson.Encode(Schema, value, output);

    internal override IReadOnlyList<Misfit> MisfitsWith(TypedSchema writer) =>
        [.. ReaderWriterRules.Check(Schema, ((AvroDocument)writer).Schema).Select(AvroMisfit.Of)];

    /// <summary>Fields by the names on the way to them, without those of a record within itself.</summary>
    private static IEnumerable<SchemaField> FieldsOf(AvroSchema schema, string above, AvroRecord[] within, int depthMax) => schema switch
    {
        AvroRecord record when within.Length < depthMax && !within.Contains(record) => record.Fields.SelectMany(field =>
            FieldsOf(field.Schema, above + field.Name + ".", [.. within, record], depthMax).Prepend(new SchemaField(above + field.Name, field.Doc ?? ""))),
        AvroArray array => FieldsOf(array.Items, above, within, depthMax),
        AvroMap map => FieldsOf(map.Values, above, within, depthMax),
        AvroUnion union => union.Branches.SelectMany(branch => FieldsOf(branch, above, within, depthMax)),
        _ => [],
    };
}
