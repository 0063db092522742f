using System.Buffers;
using System.Text.Json;
using Hops.Schemas.Compatibility;
using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Protobuf;

namespace Hops.Schemas.Types;

/// <summary>A schema of any type, parsed and checked together with those to which it refers. Immutable, thread safe.</summary>
public abstract class TypedSchema
{
    private protected TypedSchema()
    {
    }

    /// <summary>Its type.</summary>
    public abstract SchemaType Type { get; }

    /// <summary>Its print: two texts of one schema print alike, whatever their white space.</summary>
    public abstract string Text { get; }

    /// <summary>As <see cref="Text"/>, equal for texts that differ in arrangement only: Confluent's <c>normalize=true</c>.</summary>
    public abstract string NormalizedText { get; }

    /// <summary>Parses and checks a text.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="text">The text.</param>
    /// <param name="references">Schemas of the same type that it may use.</param>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidSchema</c> with the fact <c>pointer</c> or <c>line</c>; <c>TooLarge</c>.</exception>
    public static TypedSchema Parse(SchemaType type, string text, IReadOnlyList<NamedSchema> references) => type switch
    {
        SchemaType.Avro => AvroDocument.Parse(text, references),
        SchemaType.Json => JsonSchema.Parse(text, references),
        SchemaType.Protobuf => ProtobufSchema.Parse(text, references),
    };

    /// <summary>What it is called and described as, for a search: some texts, perhaps none.</summary>
    public abstract IEnumerable<string> About { get; }

    /// <summary>Fields of what it describes, and of the records and objects within, each with its path and its description.</summary>
    /// <param name="depthMax">Records inside one another that are looked into.</param>
    public abstract IEnumerable<SchemaField> Fields(int depthMax);

    /// <summary>Decodes a payload, all of the bytes after the header, into UTF-8 JSON on one line.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>UndecodableRecord</c>; <c>TooLarge</c>.</exception>
    public abstract byte[] Decode(ReadOnlySpan<byte> payload);

    /// <summary>Encodes a value that a person wrote.</summary>
    /// <param name="value">The value.</param>
    /// <param name="output">Receives the payload, without a header.</param>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidArgument</c> with the fact <c>pointer</c>: it does not fit; <c>TooLarge</c>.</exception>
    public abstract void Encode(JsonElement value, IBufferWriter<byte> output);

    /// <summary>All reasons why this schema cannot read data of another of its type; empty if it can.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>TooLarge</c> if the comparison would cost more than is allowed.</exception>
    internal abstract IReadOnlyList<Misfit> MisfitsWith(TypedSchema writer);
}
