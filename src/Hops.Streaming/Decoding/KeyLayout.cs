using Hops.Core.Errors;
using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;
using Hops.Streaming.Decoding.Json;
using Hops.Streaming.Decoding.Protobuf;
using Hops.Streaming.Planning;

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

    /// <summary>True if a statement names the column.</summary>
    public static bool IsNamedIn(string sql) => SqlScanner.Names(sql, Name);

    /// <summary>How to decode what a schema wrote.</summary>
    /// <exception cref="PlatformException"><c>IncompatibleSchema</c>: the reader cannot read what this writer writes.</exception>
    public WriterSteps Compile(TypedSchema writer) => _schema.CompileKey(writer);

    /// <summary>The decoder of one thread.</summary>
    public ValueDecoder BeginThread(VectorSlots vectors) => _schema.BeginThread(vectors);
}
