namespace Hops.Schemas.Protobuf;

/// <summary>The two fields of the entries of a map, as which it is on the wire.</summary>
internal static class ProtoEntries
{
    public static (ProtoField Key, ProtoField Value) Of(ProtoField map) => (
        new ProtoField { Name = "key", Number = 1, Label = ProtoLabel.None, TypeName = map.KeyTypeName! },
        new ProtoField { Name = "value", Number = 2, Label = ProtoLabel.None, TypeName = map.TypeName, Type = map.Type });
}
