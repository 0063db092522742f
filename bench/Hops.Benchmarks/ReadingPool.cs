using System.Buffers.Binary;
using System.Text;
using Hops.Streaming.Decoding;

namespace Hops.Benchmarks;

/// <summary>Encoded batches whose event time moves on each time they are used: the time of a record has a fixed width.</summary>
internal sealed class ReadingPool
{
    /// <summary>Avro schema of a record of 77 bytes.</summary>
    internal const string Schema = """
        {"type":"record","name":"Reading","fields":[
          {"name":"id","type":"long"},{"name":"device","type":"long"},{"name":"kind","type":"int"},
          {"name":"ts","type":{"type":"long","logicalType":"timestamp-micros"}},
          {"name":"name","type":"string"},{"name":"region","type":"string"},{"name":"note","type":["null","string"],"default":null},
          {"name":"value","type":"double"},{"name":"weight","type":"float"},{"name":"flag","type":"boolean"}]}
        """;

    /// <summary>Event time of the first record: a whole number of 10 s windows.</summary>
    internal const long FirstMicros = 1_357_034_400_000_000;
    private readonly (byte[] Buffer, RecordRef[] Records, int[] TimeOffsets)[] _batches;
    private readonly int _rows;
    private readonly int _schemaId;
    private long _used;

    /// <param name="rows">Records of a batch.</param>
    /// <param name="batches">How many batches there are; they are used in turn.</param>
    /// <param name="schemaId">Id of the schema in each record.</param>
    public ReadingPool(int rows, int batches, int schemaId = 1)
    {
        (_rows, _schemaId) = (rows, schemaId);
        _batches = [.. Enumerable.Range(0, batches).Select(seed => Encode(seed))];
    }

    public SourceBatch Next(long rowsPerSecond)
    {
        var (buffer, records, times) = _batches[_used % _batches.Length];
        for (var row = 0; row < _rows; row++)
            WriteTime(buffer.AsSpan(times[row]), FirstMicros + (((_used * _rows) + row) * 1_000_000 / rowsPerSecond));
        _used++;
        return new SourceBatch([new SourceSlice("readings", 0, buffer, records)]);
    }

    private (byte[], RecordRef[], int[]) Encode(int seed)
    {
        var random = new Random(seed);
        var buffer = GC.AllocateUninitializedArray<byte>(_rows * 96, pinned: true);
        var (records, times) = (new RecordRef[_rows], new int[_rows]);
        var at = 0;
        for (var row = 0; row < _rows; row++)
        {
            var start = at;
            buffer[at] = 0;
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at + 1), _schemaId);
            at += 5;
            Long(buffer, ref at, (seed * (long)_rows) + row);
            Long(buffer, ref at, random.Next(1_000));
            Long(buffer, ref at, random.Next(3));
            times[row] = at;
            at += WriteTime(buffer.AsSpan(at), FirstMicros);
            Text(buffer, ref at, "dev-" + random.Next(1_000));
            Text(buffer, ref at, "region of the north-east " + random.Next(10));
            buffer[at++] = 0;
            BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(at), random.NextDouble());
            BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(at + 8), 1.5f);
            buffer[at + 12] = 1;
            at += 13;
            records[row] = new RecordRef(start, at - start, 0, -1, row, FirstMicros / 1000);
        }
        return (buffer, records, times);
    }

    /// <summary>Zig-zag in exactly eight bytes, as any time between 1978 and 2249 takes.</summary>
    private static int WriteTime(Span<byte> at, long micros)
    {
        var bits = (ulong)micros << 1;
        for (var index = 0; index < 7; index++, bits >>= 7)
            at[index] = (byte)(bits | 0x80);
        at[7] = (byte)bits;
        return 8;
    }

    private static void Long(byte[] buffer, ref int at, long value)
    {
        for (var bits = (ulong)value << 1; ; bits >>= 7)
        {
            buffer[at++] = (byte)(bits < 0x80 ? bits : bits | 0x80);
            if (bits < 0x80)
                return;
        }
    }

    private static void Text(byte[] buffer, ref int at, string text)
    {
        Long(buffer, ref at, text.Length);
        at += Encoding.ASCII.GetBytes(text, buffer.AsSpan(at));
    }
}
