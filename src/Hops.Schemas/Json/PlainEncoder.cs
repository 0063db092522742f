using System.Text.Json;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Json;

/// <summary>Walks a JSON value as people write it: see <see cref="PlainJson"/>.</summary>
/// <param name="output">Receives the bytes.</param>
internal sealed class PlainEncoder(AvroWriter output) : JsonWalk(output)
{
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private readonly PlainBranches _branches = new();

    /// <summary>A null that is given is null if the type has it; a field that is not given is its default before it is null.</summary>
    /// <returns>Not given if it has to be the default.</returns>
    public static (bool IsGiven, JsonElement Value) FieldOf(AvroField field, JsonElement record)
    {
        var isGiven = record.TryGetProperty(field.Name, out var part);
        if (isGiven && part.ValueKind != JsonValueKind.Null)
            return (true, part);
        var takesNull = field.Schema.Kind == AvroKind.Null || field.Schema is AvroUnion { NullIndex: >= 0 };
        return takesNull && (isGiven || !field.HasDefault) ? (true, Null) : (isGiven && !field.HasDefault, Null);
    }

    protected override (bool IsGiven, JsonElement Value) Field(AvroField field, JsonElement record) => FieldOf(field, record);

    protected override void Scalar(AvroSchema schema, JsonElement value, string pointer)
    {
        if (PlainScalar.Write(schema, value, Output) is { } reason)
            throw Wrong(pointer, reason);
    }

    protected override void Union(AvroUnion union, JsonElement value, string pointer)
    {
        var (index, part) = _branches.Choose(union, value);
        if (index < 0)
            throw Wrong(pointer, $"no branch of the union takes {PlainScalar.Show(value)}; name one, as in {{\"string\": \"a\"}}");
        Output.WriteLong(index);
        Value(union.Branches[index], part, pointer);
    }
}
