using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Json;

/// <summary>
/// Which branch of a union is a value of? An object with the name of a branch is that branch (as Avro's own JSON encoding has it), unless a
/// union of null and one other type takes the object as it is. Else it is the first branch whose texts or numbers look so, else the first that
/// takes it at all. Nested unions can multiply, so the number of values looked at is bounded.
/// </summary>
internal sealed class PlainBranches
{
    private const int ValuesMax = 1_000_000;
    private int _valuesLeft = ValuesMax;

    /// <summary>Classes of which a union should have one branch only for its values to need no name.</summary>
    private enum Class
    {
        Null,
        Boolean,
        Whole,
        Real,
        Text,
        Items,
        Members,
    }

    /// <summary>True if a value of a branch has to name it, so that it is read as what it was.</summary>
    public static bool NeedsName(AvroUnion union, AvroSchema branch)
    {
        if (union.Branches.Count(each => each.Kind != AvroKind.Null) < 2)
            return false;
        var mayLookNamed = branch.Kind == AvroKind.Map
            || (branch is AvroRecord { Fields: [var field] } && union.Branches.Any(each => each.TypeName == field.Name));
        return mayLookNamed || union.Branches.Count(each => ClassOf(each) == ClassOf(branch)) > 1;
    }

    /// <summary>The branch of a value.</summary>
    /// <param name="union">The union.</param>
    /// <param name="value">The value, perhaps with the name of its branch.</param>
    /// <returns>Position, or -1 if no branch takes it; and the value without the name.</returns>
    public (int Index, JsonElement Value) Choose(AvroUnion union, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null && union.NullIndex >= 0)
            return (union.NullIndex, value);
        var named = Named(union, value);
        if (union.Branches.Count == 2 && union.NullIndex >= 0)
        {
            // The one branch that it can be, so that a misfit is told of that type.
            var only = 1 - union.NullIndex;
            return named.Index == only && !Fits(union.Branches[only], value, 0) ? named : (only, value);
        }

        if (named.Index >= 0)
            return named;
        for (var index = 0; index < union.Branches.Count; index++)
        {
            if (LooksLike(union.Branches[index], value) && Fits(union.Branches[index], value, 0))
                return (index, value);
        }

        for (var index = 0; index < union.Branches.Count; index++)
        {
            if (Fits(union.Branches[index], value, 0))
                return (index, value);
        }

        return (-1, value);
    }

    private static (int Index, JsonElement Value) Named(AvroUnion union, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 1)
            return (-1, value);
        foreach (var named in value.EnumerateObject())
        {
            for (var index = 0; index < union.Branches.Count; index++)
            {
                if (union.Branches[index].TypeName == named.Name)
                    return (index, named.Value);
            }
        }

        return (-1, value);
    }

    /// <summary>Whether a value has the form in which values of a type are printed.</summary>
    private static bool LooksLike(AvroSchema schema, JsonElement value) => (ClassOf(schema), value.ValueKind) switch
    {
        (Class.Text, JsonValueKind.String) => true,
        (Class.Text, JsonValueKind.Number) => schema.LogicalType?.Kind == LogicalKind.Decimal,
        (Class.Whole, JsonValueKind.Number) => value.TryGetInt64(out _),
        (Class.Real, JsonValueKind.Number) => true,
        (Class.Boolean, JsonValueKind.True or JsonValueKind.False) => true,
        (Class.Items, JsonValueKind.Array) => true,
        (Class.Members, JsonValueKind.Object) => true,
        _ => false,
    };

    private static Class ClassOf(AvroSchema schema) => schema.Kind switch
    {
        AvroKind.Null => Class.Null,
        AvroKind.Boolean => Class.Boolean,
        AvroKind.Int or AvroKind.Long => TimeText.Forms(schema.LogicalType?.Kind) is null ? Class.Whole : Class.Text,
        AvroKind.Float or AvroKind.Double => Class.Real,
        AvroKind.Array => Class.Items,
        AvroKind.Map or AvroKind.Record => Class.Members,
        _ => Class.Text,
    };

    private bool Fits(AvroSchema schema, JsonElement value, int depth)
    {
        if (depth > AvroLimits.DepthMax)
            return false;
        if (--_valuesLeft < 0)
            throw new PlatformException(ErrorCode.TooLarge, "The unions of the schema multiply beyond what is tried; name their branches, as in {\"string\": \"a\"}.");
        return schema switch
        {
            AvroRecord record => value.ValueKind == JsonValueKind.Object && FitsRecord(record, value, depth + 1),
            AvroArray array => value.ValueKind == JsonValueKind.Array && AllFit(array.Items, value.EnumerateArray(), depth + 1),
            AvroMap map => value.ValueKind == JsonValueKind.Object
                && AllFit(map.Values, value.EnumerateObject().Select(entry => entry.Value), depth + 1),
            AvroUnion union => FitsUnion(union, value, depth + 1),
            _ => PlainScalar.Write(schema, value, null) is null,
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
        foreach (var property in value.EnumerateObject())
        {
            if (record.FindField(property.Name) == null)
                return false;
        }

        foreach (var field in record.Fields)
        {
            var (isGiven, part) = PlainEncoder.FieldOf(field, value);
            if (isGiven ? !Fits(field.Schema, part, depth) : !field.HasDefault)
                return false;
        }

        return true;
    }

    private bool FitsUnion(AvroUnion union, JsonElement value, int depth)
    {
        var named = Named(union, value);
        if (named.Index >= 0 && Fits(union.Branches[named.Index], named.Value, depth))
            return true;
        foreach (var branch in union.Branches)
        {
            if (Fits(branch, value, depth))
                return true;
        }

        return false;
    }
}
