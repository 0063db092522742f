using Hops.Core.Errors;
using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;
using Hops.Streaming.Decoding.Json;
using Hops.Streaming.Decoding.Protobuf;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>
/// The column <c>_typed_key</c>: the key of a record by the newest schema of the subject <c>TOPIC-key</c>, of whatever type that is; null where a
/// record has none. <c>_key</c> has its bytes. It is there for SQL that names it: keys are often plain texts whatever the registry says, and what
/// does not look at them must not stumble over them.
/// </summary>
internal sealed class KeyLayout
{
    /// <summary>Name of the column.</summary>
    public const string Name = "_typed_key";

    private readonly TopicLayout _schema;

    private KeyLayout(TopicLayout schema, ColumnNode node, int slotCount) => (_schema, Node, SlotCount) = (schema, node, slotCount);

    public ColumnNode Node { get; }

    public int SlotCount { get; }

    /// <summary>Lays out the keys of a reader schema.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c> if SQL has no type for it; <c>TooLarge</c> beyond 1,000 fields.</exception>
    public static KeyLayout Of(TypedSchema reader)
    {
        TopicLayout layout = reader switch
        {
            AvroDocument avro => AvroLayout.OfKey(avro),
            JsonSchema json => JsonLayout.OfKey(json),
            ProtobufSchema protobuf => ProtobufLayout.OfKey(protobuf),
            _ => throw new PlatformException(ErrorCode.Unsupported, $"The newest schema of the topic's keys is of type {SchemaTypes.NameOf(reader.Type)}, by which queries do not read: read their bytes, _key."),
        };
        return new KeyLayout(layout, layout.Nodes[0], layout.SlotCount);
    }

    /// <summary>The refusal of a query that names the column where keys have no schema.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="sql">The query.</param>
    /// <param name="position">Byte offset of the name, or null.</param>
    public static PlatformException Missing(string topic, string sql, int? position)
    {
        var refusal = new PlatformException(
            ErrorCode.InvalidQuery, $"The keys of the topic {topic} have no schema, so there is no {Name}: register it as the subject {topic}-key, or read the bytes of keys, _key.");
        return position is { } offset ? DuckDbErrors.At(refusal, sql, offset) : refusal;
    }

    /// <summary>How to decode what a schema wrote.</summary>
    /// <exception cref="PlatformException"><c>IncompatibleSchema</c>: the reader cannot read what this writer writes.</exception>
    public WriterSteps Compile(TypedSchema writer) => _schema.CompileKey(writer);

    /// <summary>The decoder of one thread.</summary>
    public ValueDecoder BeginThread(VectorSlots vectors) => _schema.BeginThread(vectors);
}
