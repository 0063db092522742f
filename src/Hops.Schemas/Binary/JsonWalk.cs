using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Binary;

/// <summary>
/// Walks a JSON value along a schema and writes Avro. Records, arrays and maps are the same however the value is written; what a scalar
/// looks like, which branch of a union is meant and what a null stands for is not.
/// </summary>
/// <param name="output">Receives the bytes.</param>
internal abstract class JsonWalk(AvroWriter output)
{
    private JsonEncoder? _defaults;

    /// <summary>Receives the bytes.</summary>
    protected AvroWriter Output { get; } = output;

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
                Scalar(schema, value, pointer);
                break;
        }
    }

    /// <summary>The refusal of the value at a place.</summary>
    public static PlatformException Wrong(string pointer, string reason) =>
        new PlatformException(ErrorCode.InvalidArgument, $"The value at {(pointer.Length == 0 ? "its root" : pointer)} does not fit: {reason}.")
            .With("pointer", pointer);

    /// <summary>Writes a primitive, enum or fixed.</summary>
    protected abstract void Scalar(AvroSchema schema, JsonElement value, string pointer);

    /// <summary>Writes the position of a branch and the value of it.</summary>
    protected abstract void Union(AvroUnion union, JsonElement value, string pointer);

    /// <summary>What an object says of a field.</summary>
    /// <returns>Not given if it has to be the default.</returns>
    protected virtual (bool IsGiven, JsonElement Value) Field(AvroField field, JsonElement record) =>
        (record.TryGetProperty(field.Name, out var part), part);

    /// <summary>A name of the value's own as a part of a pointer (RFC 6901 section 3); names of a schema have nothing to escape.</summary>
    private static string Token(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private void Record(AvroRecord record, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(pointer, $"an object is expected for '{record.FullName}'");
        foreach (var property in value.EnumerateObject())
        {
            if (record.FindField(property.Name) == null)
                throw Wrong($"{pointer}/{Token(property.Name)}", $"'{record.FullName}' has no such field");
        }
        foreach (var field in record.Fields)
        {
            var place = $"{pointer}/{field.Name}";
            var (isGiven, part) = Field(field, value);
            if (isGiven)
                Value(field.Schema, part, place);
            else if (field.HasDefault)
                (_defaults ??= new JsonEncoder(Output, isDefault: true)).Value(field.Schema, field.Default, place);
            else
                throw Wrong(place, "the field is missing and has no default");
        }
    }

    private void Items(AvroArray array, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(pointer, "an array is expected");
        var count = value.GetArrayLength();
        if (count > 0)
            Output.WriteLong(count);
        foreach (var (index, item) in value.EnumerateArray().Index())
            Value(array.Items, item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"));
        Output.WriteLong(0);
    }

    private void Entries(AvroMap map, JsonElement value, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(pointer, "an object is expected");
        var count = value.GetPropertyCount();
        if (count > 0)
            Output.WriteLong(count);
        foreach (var entry in value.EnumerateObject())
        {
            Output.WriteString(entry.Name);
            Value(map.Values, entry.Value, $"{pointer}/{Token(entry.Name)}");
        }
        Output.WriteLong(0);
    }
}
