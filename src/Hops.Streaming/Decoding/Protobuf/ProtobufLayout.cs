using Hops.Core.Errors;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>
/// The columns of a Protobuf file: the fields of its first message. Types: 32 bits INTEGER or UINTEGER, 64 bits BIGINT or UBIGINT, bool
/// BOOLEAN, string and enum VARCHAR, bytes BLOB, repeated LIST, map MAP, a message STRUCT, google.protobuf.Timestamp TIMESTAMP WITH TIME ZONE,
/// Duration INTERVAL, a wrapper such as StringValue what it wraps. A message within itself, without fields, or that stands for any JSON (google.protobuf.Struct, Value, ListValue) is VARCHAR and holds its JSON.
/// A field with presence is null where it is not there, any other has its default.
/// </summary>
public sealed class ProtobufLayout : TopicLayout
{
    private readonly MessageStep _root;
    private readonly string _name;

    private ProtobufLayout(string name, MessageStep root, int slotCount)
        : base(NullableColumns.Columns(ProtobufCompiler.NamesOf(root), NodesOf(root)), NodesOf(root), slotCount) => (_name, _root) = (name, root);

    private ProtobufLayout(string name, MessageStep root, ColumnNode key, int slotCount)
        : base([new SqlColumn(KeyLayout.Name, key.Type)], [key], slotCount) => (_name, _root) = (name, root);

    /// <summary>Lays out the key of a record: one column, a struct of the fields.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c> if it has no message with fields; <c>TooLarge</c> beyond 1,000 fields.</exception>
    internal static ProtobufLayout OfKey(ProtobufSchema key)
    {
        var (message, compiler) = (FirstOf(key), new ProtobufCompiler());
        var (root, node) = compiler.Struct(message, KeyLayout.Name);
        return new ProtobufLayout(message.FullName, root, node, compiler.SlotCount);
    }

    /// <summary>Lays out the columns of a reader schema.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c> if it has no message with fields; <c>TooLarge</c> beyond 1,000 fields.</exception>
    public static ProtobufLayout Of(ProtobufSchema reader)
    {
        var (message, compiler) = (FirstOf(reader), new ProtobufCompiler());
        return new ProtobufLayout(message.FullName, compiler.Message(message, ""), compiler.SlotCount);
    }

    /// <summary>Records are read by the numbers of their fields, whichever version of the schema they were written by; it says which message they are.</summary>
    internal override WriterSteps Compile(TypedSchema writer, IReadOnlySet<int> wantedFields) => writer is ProtobufSchema schema
        ? new ProtobufSteps(_root.Only(wantedFields), _name, schema)
        : throw OfOtherType(writer, SchemaType.Protobuf);

    internal override WriterSteps CompileKey(TypedSchema writer) => writer is ProtobufSchema schema
        ? new ProtobufSteps(_root, _name, schema)
        : throw OfOtherType(writer, SchemaType.Protobuf);

    internal override ValueDecoder BeginThread(VectorSlots vectors) => new ProtobufDecoder(vectors);

    private static MessageShape FirstOf(ProtobufSchema reader) => reader.First is { Fields.Count: > 0 } message
        ? message
        : throw new PlatformException(ErrorCode.InvalidSchema, "A query reads the first message of a Protobuf file, and this file has none, or one without fields: put the message of the topic first.");

    private static ColumnNode[] NodesOf(MessageStep message) => [.. message.Fields.Select(field => field.Node)];
}

/// <summary>How to decode what a Protobuf schema wrote.</summary>
/// <param name="root">The wanted fields.</param>
/// <param name="name">The message that is read.</param>
/// <param name="writer">The schema, which says what the message of a record is.</param>
internal sealed class ProtobufSteps(MessageStep root, string name, ProtobufSchema writer) : WriterSteps
{
    public MessageStep Root { get; } = root;

    public string Name { get; } = name;

    public ProtobufSchema Writer { get; } = writer;

    /// <summary>True if the first message of the writer's file is the one that is read: most records say so by one byte.</summary>
    public bool IsFirst { get; } = writer.First?.FullName == name;
}
