using System.Text.Json;

namespace Hops.Schemas.Avro;

/// <summary>
/// One Avro type. Made by <see cref="Parse(string)"/> and immutable afterwards; named types are resolved, so a recursive schema is a
/// cyclic graph: walk it with a limit of depth or a set of what was seen. Thread safe.
/// </summary>
public abstract class AvroSchema
{
    private protected AvroSchema(AvroKind kind, LogicalType? logicalType, IReadOnlyList<AvroProperty> properties)
    {
        Kind = kind;
        LogicalType = logicalType;
        Properties = properties;
    }

    /// <summary>Kind of the type.</summary>
    public AvroKind Kind { get; }

    /// <summary>The logical type, or null if there is none or if it is not valid here, in which case the plain type counts.</summary>
    public LogicalType? LogicalType { get; }

    /// <summary>Attributes without a meaning of their own, in the order of the text; <c>logicalType</c> and its parameters are among them.</summary>
    public IReadOnlyList<AvroProperty> Properties { get; }

    /// <summary>Name of a record, enum or fixed; null for every other kind.</summary>
    public virtual AvroName? Name => null;

    /// <summary>Name of the type in messages: the full name, or the kind in lower case.</summary>
    public string TypeName => Name?.Full ?? AvroKinds.NameOf(Kind);

    /// <summary>Parses and checks a schema text.</summary>
    /// <param name="json">The text: at most <see cref="AvroLimits.TextLengthBytesMax"/> bytes of UTF-8.</param>
    /// <exception cref="Hops.Core.Errors.PlatformException">
    /// <c>InvalidSchema</c> with the fact <c>pointer</c> (JSON pointer of the offending attribute) or <c>line</c> and <c>column</c>;
    /// <c>TooLarge</c> beyond a limit of <see cref="AvroLimits"/>.
    /// </exception>
    public static AvroSchema Parse(string json) => Parse(json, []);

    /// <summary>Parses a schema text that may name types which other schemas define.</summary>
    /// <param name="json">The text.</param>
    /// <param name="references">Schemas whose named types the text may use, in order of dependence.</param>
    /// <exception cref="Hops.Core.Errors.PlatformException">As <see cref="Parse(string)"/>.</exception>
    public static AvroSchema Parse(string json, IReadOnlyList<AvroSchema> references) => new AvroParser(references).Parse(json);
}

/// <summary>An attribute of a schema or field that the specification gives no meaning.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; valid as long as the process lives.</param>
public readonly record struct AvroProperty(string Name, JsonElement Value);
