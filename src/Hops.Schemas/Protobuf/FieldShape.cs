namespace Hops.Schemas.Protobuf;

/// <summary>A field of a <see cref="MessageShape"/>.</summary>
public sealed class FieldShape
{
    private readonly ProtoField _field;

    internal FieldShape(ProtoField field, bool hasPresence) => (_field, HasPresence) = (field, hasPresence);

    /// <summary>Its name.</summary>
    public string Name => _field.Name;

    /// <summary>Its number.</summary>
    public int Number => _field.Number;

    /// <summary>Its type; of its items, if it is repeated.</summary>
    public FieldKind Kind => _field switch
    {
        { IsMap: true } => FieldKind.Map,
        { Type: ProtoMessage } => FieldKind.Message,
        { Type: ProtoEnum } => FieldKind.Enum,
        _ => Enum.Parse<FieldKind>(_field.TypeName, ignoreCase: true),
    };

    /// <summary>Name of its type, with its package and the messages around it where it is a message or an enum.</summary>
    public string TypeName => _field.Type?.FullName ?? _field.TypeName;

    /// <summary>How it is on the wire, unpacked (protobuf.dev, "Encoding": 0 varint, 1 of 64 bits, 2 of a length, 3 a group, 5 of 32 bits).</summary>
    public int WireType => MessageDecoder.WireTypeOf(_field);

    /// <summary>True for a list, and not for a map.</summary>
    public bool IsRepeated => _field is { IsRepeated: true, IsMap: false };

    /// <summary>True if a message tells whether it is there; else it has the value zero, or an empty one, where it is not.</summary>
    public bool HasPresence { get; }

    /// <summary>Name of the oneof that it is of; null if of none.</summary>
    public string? OneOf => _field.OneOf?.Name;

    /// <summary>Its message; null if it is none.</summary>
    public MessageShape? Message => _field is { IsMap: false, Type: ProtoMessage message } ? new MessageShape(message) : null;

    /// <summary>Names of the values of its enum by number, of several the first; none if it is no enum.</summary>
    public IEnumerable<KeyValuePair<int, string>> Symbols =>
        _field is { IsMap: false, Type: ProtoEnum type } ? type.ByNumber.Select(value => KeyValuePair.Create(value.Key, value.Value.Name)) : [];

    /// <summary>The key and the value of a map, as fields of its entries; null if it is none.</summary>
    public (FieldShape Key, FieldShape Value)? Entry =>
        _field.IsMap ? (new FieldShape(ProtoEntries.Of(_field).Key, hasPresence: false), new FieldShape(ProtoEntries.Of(_field).Value, hasPresence: false)) : null;
}
