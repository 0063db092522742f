namespace Hops.Schemas.Types;

/// <summary>The types as the registry's protocol spells them.</summary>
public static class SchemaTypes
{
    /// <summary>The type of a schema whose sender names none, and which no answer names.</summary>
    public const SchemaType Default = SchemaType.Avro;

    /// <summary>Names of all types, in the order of Confluent's registry.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<SchemaType>().Select(NameOf).Order(StringComparer.Ordinal)];

    /// <summary>The type's name: <c>AVRO</c>.</summary>
    public static string NameOf(SchemaType type) => type switch
    {
        SchemaType.Avro => "AVRO",
        SchemaType.Json => "JSON",
        SchemaType.Protobuf => "PROTOBUF",
    };

    /// <summary>The type of a name in upper case; null if there is none.</summary>
    public static SchemaType? Find(string name)
    {
        foreach (var type in Enum.GetValues<SchemaType>())
        {
            if (NameOf(type) == name)
                return type;
        }

        return null;
    }
}
