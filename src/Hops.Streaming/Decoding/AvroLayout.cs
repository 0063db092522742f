using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Types;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>
/// The columns of an Avro record. Types: record is STRUCT, array LIST, map MAP, enum
/// VARCHAR, bytes and fixed BLOB, the logical types DuckDB's own: an instant (<c>timestamp-*</c>, <c>_timestamp</c>) is TIMESTAMP WITH TIME
/// ZONE, a local time (<c>local-timestamp-*</c>) TIMESTAMP, both in microseconds; nanoseconds are BIGINT. A union with null is nullable; a union of several types is a STRUCT with the members <c>member0</c>, <c>member1</c>, ..., of which one is not null.
/// </summary>
public sealed class AvroLayout : TopicLayout
{
    private AvroLayout(AvroRecord reader, IReadOnlyList<ColumnNode> nodes, int slotCount)
        : base([.. reader.Fields.Select((field, index) => new SqlColumn(field.Name, nodes[index].Type))], nodes, slotCount) => Reader = reader;

    /// <summary>The reader schema.</summary>
    public AvroRecord Reader { get; }

    /// <summary>Lays out the columns of a reader schema.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c> if it is no record or is recursive; <c>TooLarge</c> beyond 1,000 fields.</exception>
    public static AvroLayout Of(AvroSchema reader) => Of(reader, areNullable: false);

    /// <summary>Lays out the key of a record, of any type: one column, which is null where there is no key.</summary>
    internal static AvroLayout OfKey(AvroDocument key) => Of(key.Within(KeyLayout.Name), areNullable: true);

    private static AvroLayout Of(AvroSchema reader, bool areNullable)
    {
        var record = reader as AvroRecord
            ?? throw new PlatformException(ErrorCode.InvalidSchema, $"A query reads records; this schema is {reader.TypeName}. Wrap it in a record with one field.");
        var columns = new AvroColumns();
        ColumnNode[] nodes = [.. record.Fields.Select(field => columns.Build(field.Schema, areNullable))];
        return new AvroLayout(record, nodes, columns.SlotCount);
    }

    internal override WriterSteps Compile(TypedSchema writer, IReadOnlySet<int> wantedFields) => writer is AvroDocument avro
        ? new AvroSteps(new DecodeCompiler(this, wantedFields).Compile(avro.Schema))
        : throw OfOtherType(writer, SchemaType.Avro);

    internal override WriterSteps CompileKey(TypedSchema writer) => writer is AvroDocument avro
        ? new AvroSteps(new DecodeCompiler(this, new HashSet<int> { 0 }).Compile(avro.Within(KeyLayout.Name)))
        : throw OfOtherType(writer, SchemaType.Avro);

    internal override ValueDecoder BeginThread(VectorSlots vectors) => new AvroDecoder(vectors);

    private sealed class AvroSteps(DecodeOp[] steps) : WriterSteps
    {
        public DecodeOp[] Steps { get; } = steps;
    }

    private sealed unsafe class AvroDecoder(VectorSlots vectors) : ValueDecoder
    {
        private readonly RecordDecoder _decoder = new(vectors);

        public override bool TryDecode(WriterSteps steps, byte* start, byte* end, int row, out string reason)
        {
            var cursor = new ByteCursor(start, end);
            reason = "";
            if (_decoder.Run(((AvroSteps)steps).Steps, ref cursor, row) && cursor.LengthLeftBytes == 0)
                return true;
            reason = cursor.Error ?? $"{cursor.LengthLeftBytes} bytes are left over after the record";
            return false;
        }
    }
}
