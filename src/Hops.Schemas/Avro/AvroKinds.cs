using System.Collections.Frozen;

namespace Hops.Schemas.Avro;

/// <summary>Names of the kinds as schema texts spell them.</summary>
public static class AvroKinds
{
    private static readonly FrozenDictionary<string, AvroPrimitive> PrimitivesByName = Enum.GetValues<AvroKind>()
        .Where(kind => kind <= AvroKind.String)
        .ToFrozenDictionary(NameOf, kind => new AvroPrimitive(kind, null, []), StringComparer.Ordinal);

    /// <summary>The name of a kind: <c>"int"</c>, <c>"record"</c>, ...</summary>
    public static string NameOf(AvroKind kind) => kind switch
    {
        AvroKind.Null => "null",
        AvroKind.Boolean => "boolean",
        AvroKind.Int => "int",
        AvroKind.Long => "long",
        AvroKind.Float => "float",
        AvroKind.Double => "double",
        AvroKind.Bytes => "bytes",
        AvroKind.String => "string",
        AvroKind.Record => "record",
        AvroKind.Enum => "enum",
        AvroKind.Fixed => "fixed",
        AvroKind.Array => "array",
        AvroKind.Map => "map",
        AvroKind.Union => "union",
    };

    /// <summary>The plain primitive type of a name, or null if the name is none.</summary>
    public static AvroPrimitive? FindPrimitive(string name) => PrimitivesByName.GetValueOrDefault(name);
}
