using Hops.Schemas.Protobuf;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>Turns the message of a reader schema into nodes and steps.</summary>
internal sealed class ProtobufCompiler
{
    private readonly NullableColumns _columns = new();
    private readonly List<string> _open = [];

    /// <summary>By the names of enums, which may have thousands of values and be of many fields.</summary>
    private readonly Dictionary<string, EnumCells> _enums = new(StringComparer.Ordinal);

    /// <summary>Slots that were given out.</summary>
    public int SlotCount => _columns.SlotCount;

    /// <summary>The fields of a message.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>TooLarge</c>: there are too many.</exception>
    public MessageStep Message(MessageShape shape, string path)
    {
        _open.Add(shape.FullName);
        FieldStep[] fields = [.. shape.Fields.Select(field => Field(field, path.Length == 0 ? field.Name : $"{path}.{field.Name}"))];
        _open.RemoveAt(_open.Count - 1);
        foreach (var oneOf in fields.Where(field => field.Field.OneOf is not null).GroupBy(field => field.Field.OneOf!, StringComparer.Ordinal))
        {
            foreach (var field in oneOf)
            {
                var position = Array.IndexOf(fields, field);
                fields[position] = field with { OtherSlots = [.. oneOf.Where(other => other.Field.Number != field.Field.Number).SelectMany(other => other.Node.NullSlots)] };
            }
        }

        return new MessageStep(fields);
    }

    /// <summary>The fields of a message, and a struct of them.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>TooLarge</c>: there are too many.</exception>
    public (MessageStep Message, ColumnNode Node) Struct(MessageShape shape, string path)
    {
        var message = Message(shape, path);
        return (message, _columns.Struct(NamesOf(message), [.. message.Fields.Select(field => field.Node)]));
    }

    /// <summary>Names of the columns of fields.</summary>
    public static IReadOnlyList<string> NamesOf(MessageStep message) => NullableColumns.Distinct(message.Fields.Select(field => field.Field.Name));

    private FieldStep Field(FieldShape field, string path)
    {
        if (field.Entry is var (key, value))
            return Map(field, Field(key, path + ".key"), Field(value, path + ".value"), path);
        var step = new FieldStep
        {
            Path = path, Field = field, Form = FieldForm.Scalar, Kind = field.Kind, WireType = field.WireType, Node = null!, Value = null!,
            IsRepeated = field.IsRepeated, HasPresence = field.HasPresence,
        };
        step = field.Message is { } message ? OfMessage(step, message, path) : step with
        {
            Value = _columns.Leaf(TypeOf(field.Kind)),
            Symbols = field.Kind == FieldKind.Enum ? SymbolsOf(field) : null,
        };
        return step with { Node = field.IsRepeated ? _columns.List(step.Value) : step.Value };
    }

    private FieldStep OfMessage(FieldStep step, MessageShape shape, string path)
    {
        if (shape.FullName == "google.protobuf.Timestamp")
            return step with { Form = FieldForm.Timestamp, Value = _columns.Leaf(TypeId.TimestampWithZone) };
        if (shape.FullName == "google.protobuf.Duration")
            return step with { Form = FieldForm.Duration, Value = _columns.Leaf(TypeId.Interval) };
        if (shape.Wrapped is { } wrapped)
        {
            // A message of one field, whose column takes the place of a struct: null where the message is not there.
            var scalar = Field(wrapped, path);
            return step with { Form = FieldForm.Message, Message = new MessageStep([scalar]), Value = scalar.Value };
        }

        if (_open.Contains(shape.FullName) || _open.Count >= ProtobufLimits.DepthMax || shape.Fields.Count == 0 || IsAnyJson(shape.FullName))
            return step with { Form = FieldForm.Json, Shape = shape, Value = _columns.Leaf(TypeId.Varchar) };
        var (message, node) = Struct(shape, path);
        return step with { Form = FieldForm.Message, Message = message, Value = node };
    }

    private FieldStep Map(FieldShape field, FieldStep key, FieldStep value, string path)
    {
        var node = _columns.Map(key.Node, value.Node);
        return new FieldStep
        {
            Path = path, Field = field, Form = FieldForm.Map, Kind = FieldKind.Map, WireType = field.WireType, Node = node, Value = node.Children[0],
            Message = new MessageStep([key, value]),
        };
    }

    private EnumCells SymbolsOf(FieldShape field)
    {
        if (!_enums.TryGetValue(field.TypeName, out var symbols))
            _enums[field.TypeName] = symbols = new EnumCells(field.Symbols);
        return symbols;
    }

    /// <summary>Messages that stand for JSON of any kind, within one another.</summary>
    private static bool IsAnyJson(string name) => name is "google.protobuf.Struct" or "google.protobuf.Value" or "google.protobuf.ListValue";

    private static TypeId TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Double => TypeId.Double,
        FieldKind.Float => TypeId.Float,
        FieldKind.Int32 or FieldKind.SInt32 or FieldKind.SFixed32 => TypeId.Integer,
        FieldKind.Int64 or FieldKind.SInt64 or FieldKind.SFixed64 => TypeId.BigInt,
        FieldKind.UInt32 or FieldKind.Fixed32 => TypeId.UInteger,
        FieldKind.UInt64 or FieldKind.Fixed64 => TypeId.UBigInt,
        FieldKind.Bool => TypeId.Boolean,
        FieldKind.Bytes => TypeId.Blob,
        _ => TypeId.Varchar,
    };
}
