using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>Makes the nodes of an <see cref="AvroLayout"/>, and numbers their slots.</summary>
internal sealed class AvroColumns
{
    private const int DecimalDigitsMax = 38;

    private readonly HashSet<AvroSchema> _open = [];
    private int _slots;

    /// <summary>Slots that were given out.</summary>
    public int SlotCount => _slots;

    /// <summary>The node of a schema, with those of its parts.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c>: it contains itself, or a record without fields.</exception>
    public ColumnNode Build(AvroSchema schema, bool hasValidity)
    {
        if (schema is AvroUnion union)
            return BuildUnion(union, hasValidity);
        var slot = _slots++;
        if (!_open.Add(schema) && schema is AvroRecord)
            throw new PlatformException(ErrorCode.InvalidSchema, $"The record {schema.TypeName} contains itself; SQL has no type for that.");
        var children = schema switch
        {
            AvroRecord record => [.. record.Fields.Select(field => Build(field.Schema, hasValidity))],
            AvroArray array => [Build(array.Items, hasValidity: false)],
            AvroMap map => BuildEntry(map),
            _ => (IReadOnlyList<ColumnNode>)[],
        };
        _open.Remove(schema);
        return new ColumnNode
        {
            Slot = slot,
            Type = TypeOf(schema, children),
            HasValidity = hasValidity || schema.Kind == AvroKind.Null,
            Children = children,
        }.Seal();
    }

    private ColumnNode BuildUnion(AvroUnion union, bool hasValidity)
    {
        var values = union.Branches.Where(branch => branch.Kind != AvroKind.Null).ToArray();
        var nullable = hasValidity || union.NullIndex >= 0;
        if (values.Length <= 1)
            return Build(values.Length == 1 ? values[0] : union.Branches[0], nullable);
        var slot = _slots++;
        var members = values.Select(branch => Build(branch, hasValidity: true)).ToArray();
        var type = SqlType.Struct([.. members.Select((member, index) => new SqlColumn("member" + index, member.Type))]);
        return new ColumnNode { Slot = slot, Type = type, HasValidity = nullable, Children = members }.Seal();
    }

    /// <summary>A map is a list of structs of a key and a value.</summary>
    private ColumnNode[] BuildEntry(AvroMap map)
    {
        var slot = _slots++;
        var key = new ColumnNode { Slot = _slots++, Type = SqlType.Of(TypeId.Varchar), HasValidity = false }.Seal();
        var value = Build(map.Values, hasValidity: false);
        var type = SqlType.Struct([new SqlColumn("key", key.Type), new SqlColumn("value", value.Type)]);
        return [new ColumnNode { Slot = slot, Type = type, HasValidity = false, Children = [key, value] }.Seal()];
    }

    private static SqlType TypeOf(AvroSchema schema, IReadOnlyList<ColumnNode> children) => schema switch
    {
        AvroRecord { Fields.Count: 0 } => throw new PlatformException(
            ErrorCode.InvalidSchema, $"The record {schema.TypeName} has no fields; SQL has no type for that."),
        AvroRecord record => SqlType.Struct([.. record.Fields.Select((field, index) => new SqlColumn(field.Name, children[index].Type))]),
        AvroArray => SqlType.List(children[0].Type),
        AvroMap => SqlType.Map(children[0].Children[0].Type, children[0].Children[1].Type),
        _ => LogicalTypeOf(schema) ?? SqlType.Of(PlainTypeOf(schema.Kind)),
    };

    private static SqlType? LogicalTypeOf(AvroSchema schema) => schema.LogicalType?.Kind switch
    {
        LogicalKind.Decimal when schema.LogicalType.Precision <= DecimalDigitsMax =>
            SqlType.Decimal(schema.LogicalType.Precision, schema.LogicalType.Scale),
        LogicalKind.Date => SqlType.Of(TypeId.Date),
        LogicalKind.TimeMillis or LogicalKind.TimeMicros => SqlType.Of(TypeId.Time),
        LogicalKind.TimestampMillis or LogicalKind.TimestampMicros => SqlType.Of(TypeId.TimestampWithZone),
        LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros => SqlType.Of(TypeId.Timestamp),
        LogicalKind.Uuid => SqlType.Of(TypeId.Uuid),
        LogicalKind.Duration => SqlType.Of(TypeId.Interval),
        _ => null,
    };

    private static TypeId PlainTypeOf(AvroKind kind) => kind switch
    {
        AvroKind.Boolean => TypeId.Boolean,
        AvroKind.Int or AvroKind.Null => TypeId.Integer,
        AvroKind.Long => TypeId.BigInt,
        AvroKind.Float => TypeId.Float,
        AvroKind.Double => TypeId.Double,
        AvroKind.Bytes or AvroKind.Fixed => TypeId.Blob,
        _ => TypeId.Varchar,
    };
}
