using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hops.Schemas.Avro;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Benchmarks;

/// <summary>
/// The streaming engine alone: 77-byte Avro records in memory are decoded, aggregated in 10 s windows over 1,000 keys (or passed through),
/// and written as synced state and Parquet files. Two threads. Broker and commit are not in it.
/// </summary>
internal static class StreamingEngineBenchmark
{
    private const string Schema = """
        {"type":"record","name":"Reading","fields":[
          {"name":"id","type":"long"},{"name":"device","type":"long"},{"name":"kind","type":"int"},
          {"name":"ts","type":{"type":"long","logicalType":"timestamp-micros"}},
          {"name":"name","type":"string"},{"name":"region","type":"string"},{"name":"note","type":["null","string"],"default":null},
          {"name":"value","type":"double"},{"name":"weight","type":"float"},{"name":"flag","type":"boolean"}]}
        """;

    private const string Window = """
        SELECT window_start, window_end, device, count(*) AS n, sum(value) AS total, max(value) AS high, avg(value) AS mean
        FROM readings GROUP BY tumble(ts, INTERVAL '10 seconds'), device
        """;

    private const string PassThrough = "SELECT id, device, kind, ts, name, region, note, value, weight, flag FROM readings WHERE flag";
    private const string Decode = "SELECT count(*) AS n, max(id) AS id, max(device) AS d, max(kind) AS k, max(ts) AS t, max(name) AS a, max(region) AS r, max(value) AS v FROM readings";
    private const int PoolBatches = 4;
    private const long RowsPerSecondOfEventTime = 100_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    internal static Task RunAsync(Report report)
    {
        if (!DuckDbLibrary.IsAvailable)
        {
            report.Fact("libduckdb.so is absent", "run 'make native'");
            return Task.CompletedTask;
        }
        report.Fact("DuckDB", DuckDbLibrary.Version);
        foreach (var rows in (int[])[1_000_000, 100_000, 10_000])
        {
            var label = rows.ToString("N0", CultureInfo.InvariantCulture) + " rows a batch";
            Measure(report, $"decode all fields, one row out, {label}", Query(Decode, OutputMode.Complete), rows);
            Measure(report, $"10 s windows x 1,000 keys, append, {label}", Query(Window, OutputMode.Append), rows);
            Measure(report, $"10 s windows x 1,000 keys, update, {label}", Query(Window, OutputMode.Update), rows);
            Measure(report, $"filter and pass through to Parquet, {label}", Query(PassThrough, OutputMode.Append), rows);
        }
        report.Fact("resident memory, MiB", (Environment.WorkingSet >> 20).ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    private static void Measure(Report report, string name, StreamingQuery query, int rows)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"streaming-{Environment.ProcessId}")).FullName;
        try
        {
            var schema = AvroSchema.Parse(Schema);
            var options = new BatchEngineOptions { StagingDirectory = directory, RunToken = "bench" };
            using var engine = BatchEngine.Open(QueryPlan.Create(query, schema), new WriterSchemas(_ => schema), options);
            var pool = new ReadingPool(rows, PoolBatches);
            var (batchId, slowest, processor) = (0L, TimeSpan.Zero, TimeSpan.Zero);
            report.Loop(name, Duration, rows, () =>
            {
                var batch = pool.Next(RowsPerSecondOfEventTime);
                var (start, processorStart) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
                var result = engine.Process(batchId++, batch, DateTimeOffset.UnixEpoch);
                engine.Accept();
                var elapsed = Stopwatch.GetElapsedTime(start);
                processor += Environment.CpuUsage.TotalTime - processorStart;
                slowest = batchId > 3 && elapsed > slowest ? elapsed : slowest;
                foreach (var file in result.Files)
                    File.Delete(file.Path);
            });
            report.Rate("  the same for each second of a busy core", batchId * rows, processor);
            report.Fact("  slowest batch, ms", slowest.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static StreamingQuery Query(string sql, OutputMode mode) => new()
    {
        Name = "bench",
        Topic = "readings",
        Sink = "/bench",
        Sql = sql,
        OutputMode = mode,
        Watermark = sql == Window ? new QueryWatermark("ts", 5_000) : null,
    };

    /// <summary>Encoded batches whose event time moves on each time they are used: the time of a record has a fixed width.</summary>
    private sealed class ReadingPool
    {
        private const long FirstMicros = 1_357_034_400_000_000;
        private readonly (byte[] Buffer, RecordRef[] Records, int[] TimeOffsets)[] _batches;
        private readonly int _rows;
        private long _used;

        public ReadingPool(int rows, int batches)
        {
            _rows = rows;
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
                BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at + 1), 1);
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
}
