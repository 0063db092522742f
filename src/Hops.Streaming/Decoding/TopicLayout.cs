using Hops.Core.Errors;
using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;
using Hops.Streaming.Decoding.Json;
using Hops.Streaming.Decoding.Protobuf;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>
/// The columns that SQL sees of a topic: one for each field of the reader schema, then those of Kafka (<c>_key</c>, <c>_topic</c>,
/// <c>_partition</c>, <c>_offset</c>, <c>_timestamp</c>) unless a field has that name, and the key by its own schema where it is wanted
/// (<see cref="KeyLayout"/>). Which type a field becomes is for the kind of its schema to say.
/// </summary>
public abstract class TopicLayout
{
    private protected const int ColumnsMax = 1_000;

    private protected TopicLayout(IReadOnlyList<SqlColumn> fields, IReadOnlyList<ColumnNode> nodes, int slotCount)
    {
        Kafka = [.. KafkaColumns.All.Where(column => fields.All(field => !field.Name.Equals(KafkaColumns.NameOf(column), StringComparison.OrdinalIgnoreCase)))];
        Columns = [.. fields, .. Kafka.Select(column => new SqlColumn(KafkaColumns.NameOf(column), KafkaColumns.TypeOf(column)))];
        if (Columns.Count > ColumnsMax || slotCount > ColumnsMax)
            throw TooManyFields();
        (Nodes, SlotCount) = (nodes, slotCount);
    }

    /// <summary>All columns: the fields, then Kafka's, then the key by its schema.</summary>
    public IReadOnlyList<SqlColumn> Columns { get; private set; }

    internal IReadOnlyList<ColumnNode> Nodes { get; }

    internal IReadOnlyList<KafkaColumn> Kafka { get; }

    internal int SlotCount { get; }

    /// <summary>The key by its own schema, the last of the columns; null where it is none of them.</summary>
    internal KeyLayout? Key { get; private set; }

    /// <summary>Where <see cref="Key"/> is among the columns.</summary>
    internal int KeyIndex => Columns.Count - 1;

    /// <summary>True if a column is called as the key is: the key, or a field of the values.</summary>
    internal bool HasKeyColumn => Columns.Any(column => column.Name.Equals(KeyLayout.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Lays out the columns of a reader schema.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c> if it has no columns; <c>TooLarge</c> beyond 1,000 fields.</exception>
    public static TopicLayout Of(TypedSchema reader) => reader switch
    {
        AvroDocument avro => AvroLayout.Of(avro.Schema),
        JsonSchema json => JsonLayout.Of(json),
        ProtobufSchema protobuf => ProtobufLayout.Of(protobuf),
        _ => throw new PlatformException(ErrorCode.Unsupported, $"The newest schema of the topic is of type {SchemaTypes.NameOf(reader.Type)}, by which queries do not read: write its records to a topic of AVRO or JSON."),
    };

    /// <summary>The same with the key of a record, unless a field has the name of that column.</summary>
    /// <param name="key">Schema by which keys are read.</param>
    /// <exception cref="PlatformException"><c>InvalidSchema</c> if SQL has no type for it; <c>TooLarge</c> if there are more than 1,000 fields with those of the values.</exception>
    internal TopicLayout WithKey(TypedSchema key)
    {
        if (HasKeyColumn)
            return this;
        var layout = (TopicLayout)MemberwiseClone();
        layout.Key = KeyLayout.Of(key);
        layout.Columns = [.. Columns, new SqlColumn(KeyLayout.Name, layout.Key.Node.Type)];
        if (layout.Columns.Count > ColumnsMax || SlotCount + layout.Key.SlotCount > ColumnsMax)
            throw TooManyFields();
        return layout;
    }

    /// <summary>How to decode what a schema wrote; steps are shared by all threads.</summary>
    /// <param name="writer">The schema.</param>
    /// <param name="wantedFields">Positions of the fields that are to be decoded.</param>
    /// <exception cref="PlatformException"><c>IncompatibleSchema</c>: the reader cannot read what this writer writes.</exception>
    internal abstract WriterSteps Compile(TypedSchema writer, IReadOnlySet<int> wantedFields);

    /// <summary>The same for keys, by the layout of keys.</summary>
    internal abstract WriterSteps CompileKey(TypedSchema writer);

    /// <summary>The decoder of one thread.</summary>
    internal abstract ValueDecoder BeginThread(VectorSlots vectors);

    internal static PlatformException TooManyFields() =>
        new(ErrorCode.TooLarge, $"The schema has more than {ColumnsMax} fields; queries read at most that many.");

    private protected static PlatformException OfOtherType(TypedSchema writer, SchemaType reader) => new(
        ErrorCode.IncompatibleSchema, $"it is of type {SchemaTypes.NameOf(writer.Type)}, and the newest schema of the topic of type {SchemaTypes.NameOf(reader)}");
}

/// <summary>How to decode the values of one writer, made by a layout for its decoders. Immutable.</summary>
internal abstract class WriterSteps;

/// <summary>Decodes values into the vectors of one thread.</summary>
internal abstract unsafe class ValueDecoder
{
    /// <summary>Decodes one value. It throws nothing for bad bytes.</summary>
    /// <param name="steps">Steps of the layout that began this thread.</param>
    /// <param name="start">First byte behind the header, in memory that stays until the statement is done: cells point into it.</param>
    /// <param name="end">Byte after the last one.</param>
    /// <param name="row">Row of the chunk at hand; what a bad value wrote into it is undone by the caller.</param>
    /// <param name="reason">Why the value is bad.</param>
    public abstract bool TryDecode(WriterSteps steps, byte* start, byte* end, int row, out string reason);
}
