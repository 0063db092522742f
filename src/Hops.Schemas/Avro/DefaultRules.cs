using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Schemas.Avro;

/// <summary>
/// Does a default fit its type (Avro specification, "Complex Types", table of field defaults)? A default of a union may fit any branch, as
/// since Avro 1.12. Nested defaults can multiply, so the number of values looked at is bounded.
/// </summary>
internal sealed class DefaultRules
{
    private int _valuesLeft;

    /// <exception cref="PlatformException"><c>InvalidSchema</c> for the first default that does not fit.</exception>
    public static void Check(IReadOnlyList<(AvroField Field, string Pointer)> defaults)
    {
        var rules = new DefaultRules { _valuesLeft = AvroLimits.DefaultValuesMax };
        foreach (var (field, pointer) in defaults)
        {
            if (!rules.Fits(field.Schema, field.Default, 0))
                throw AvroParser.Invalid(pointer, $"the default does not fit the type '{field.Schema.TypeName}' of the field '{field.Name}'");
        }
    }

    /// <summary>Position of the first branch that a value fits, or -1.</summary>
    public static int BranchOf(AvroUnion union, JsonElement value)
    {
        var rules = new DefaultRules { _valuesLeft = AvroLimits.DefaultValuesMax };
        for (var index = 0; index < union.Branches.Count; index++)
        {
            if (rules.Fits(union.Branches[index], value, 0))
                return index;
        }
        return -1;
    }

    private bool Fits(AvroSchema schema, JsonElement value, int depth)
    {
        if (depth > AvroLimits.DepthMax)
            return false;
        if (--_valuesLeft < 0)
            throw new PlatformException(ErrorCode.TooLarge, "The defaults of the schema multiply beyond what is checked; simplify them.");
        return schema switch
        {
            AvroPrimitive => FitsPrimitive(schema.Kind, value),
            AvroEnum type => value.ValueKind == JsonValueKind.String && type.IndexOf(value.GetString()!) >= 0,
            AvroFixed type => IsByteText(value) && value.GetString()!.Length == type.LengthBytes,
            AvroArray array => value.ValueKind == JsonValueKind.Array && AllFit(array.Items, value.EnumerateArray(), depth + 1),
            AvroMap map => value.ValueKind == JsonValueKind.Object
                && AllFit(map.Values, value.EnumerateObject().Select(property => property.Value), depth + 1),
            AvroRecord record => value.ValueKind == JsonValueKind.Object && FitsRecord(record, value, depth + 1),
            AvroUnion union => FitsUnion(union, value, depth),
            _ => false,
        };
    }

    private bool AllFit(AvroSchema schema, IEnumerable<JsonElement> values, int depth)
    {
        foreach (var value in values)
        {
            if (!Fits(schema, value, depth))
                return false;
        }
        return true;
    }

    private bool FitsRecord(AvroRecord record, JsonElement value, int depth)
    {
        foreach (var field in record.Fields)
        {
            if (!value.TryGetProperty(field.Name, out var part))
            {
                if (!field.HasDefault)
                    return false;
                part = field.Default;
            }
            if (!Fits(field.Schema, part, depth))
                return false;
        }
        return true;
    }

    private bool FitsUnion(AvroUnion union, JsonElement value, int depth)
    {
        foreach (var branch in union.Branches)
        {
            if (Fits(branch, value, depth + 1))
                return true;
        }
        return false;
    }

    private static bool FitsPrimitive(AvroKind kind, JsonElement value) => kind switch
    {
        AvroKind.Null => value.ValueKind == JsonValueKind.Null,
        AvroKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        AvroKind.Int => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        AvroKind.Long => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        AvroKind.Float or AvroKind.Double => value.ValueKind == JsonValueKind.Number,
        AvroKind.Bytes => IsByteText(value),
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static bool IsByteText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !value.GetString()!.AsSpan().ContainsAnyExceptInRange('\u0000', '\u00ff');
}
