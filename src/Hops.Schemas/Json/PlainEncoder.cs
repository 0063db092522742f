using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Json;

/// <summary>Walks a JSON value as people write it along a schema and writes Avro: see <see cref="PlainJson"/>.</summary>
internal readonly struct PlainEncoder
{
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private readonly AvroWriter _output;
    private readonly PlainBranches _branches = new();

    /// <param name="output">Receives the bytes.</param>
    public PlainEncoder(AvroWriter output) => _output = output;

    public void Value(AvroSchema schema, JsonElement value, string pointer)
    {
        switch (schema)
        {
            case AvroRecord record:
                Record(record, value, pointer);
                break;
            case AvroArray array:
                Items(array, value, pointer);
                break;
            case AvroMap map:
                Entries(map, value, pointer);
                break;
            case AvroUnion union:
                Union(union, value, pointer);
                break;
            default:
                if (PlainScalar.Write(schema, value, _output) is { } reason)
                    throw JsonEncoder.Wrong(pointer, reason);
                break;
        }
    }

    private void Record(AvroRecord record, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw JsonEncoder.Wrong(pointer, $"an object is expected for '{record.FullName}'");
        foreach (var property in value.EnumerateObject())
        {
            if (record.FindField(property.Name) == null)
                throw JsonEncoder.Wrong($"{pointer}/{property.Name}", $"'{record.FullName}' has no such field");
        }

        foreach (var field in record.Fields)
        {
            var place = $"{pointer}/{field.Name}";
            var (isGiven, part) = FieldOf(field, value);
            if (isGiven)
                Value(field.Schema, part, place);
            else if (field.HasDefault)
                new JsonEncoder(_output, isDefault: true).Value(field.Schema, field.Default, place);
            else
                throw JsonEncoder.Wrong(place, "the field is missing and has no default");
        }
    }

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

    private void Items(AvroArray array, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw JsonEncoder.Wrong(pointer, "an array is expected");
        var count = value.GetArrayLength();
        if (count > 0)
            _output.WriteLong(count);
        foreach (var item in value.EnumerateArray())
            Value(array.Items, item, pointer + "/-");
        _output.WriteLong(0);
    }

    private void Entries(AvroMap map, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw JsonEncoder.Wrong(pointer, "an object is expected");
        var count = value.GetPropertyCount();
        if (count > 0)
            _output.WriteLong(count);
        foreach (var entry in value.EnumerateObject())
        {
            _output.WriteString(entry.Name);
            Value(map.Values, entry.Value, $"{pointer}/{entry.Name}");
        }

        _output.WriteLong(0);
    }

    private void Union(AvroUnion union, JsonElement value, string pointer)
    {
        var (index, part) = _branches.Choose(union, value);
        if (index < 0)
            throw JsonEncoder.Wrong(pointer, $"no branch of the union takes {PlainScalar.Show(value)}; name one, as in {{\"string\": \"a\"}}");
        _output.WriteLong(index);
        Value(union.Branches[index], part, pointer);
    }
}
