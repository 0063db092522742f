using System.Globalization;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Batches;

/// <summary>
/// Windows at random against plain loops: any size and slide, rows that are late or have no time, batches that are thrown away and run again, and runners
/// that take up the state of the last commit.
/// </summary>
public sealed class RandomWindowsTests : IDisposable
{
    private const int Batches = 14;

    private const string Schema = """
        {"type":"record","name":"E","fields":[{"name":"k","type":["null","string"]},{"name":"x","type":"long"},
          {"name":"ts","type":["null",{"type":"long","logicalType":"timestamp-millis"}]}]}
        """;

    private readonly EngineFixture _fixture = new EngineFixture().Schema(1, Schema);

    public void Dispose() => _fixture.Dispose();

    [DuckDbTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Every_window_is_written_once_and_whole_whatever_happens_between_the_batches(int seed)
    {
        var random = new Random(seed);
        var slide = random.Next(1, 8);
        var size = slide * random.Next(1, 4);
        var model = new Model(size * 1000L, slide * 1000L, random.Next(0, 9_000));
        var query = new StreamingQuery
        {
            Name = "q", Topic = "events", Sink = "/s", Watermark = new QueryWatermark("ts", model.DelayMs),
            Sql = "SELECT window_start, k, count(*) AS n, min(x) AS low, max(x) AS high FROM events "
                + $"GROUP BY hop(ts, INTERVAL '{slide} seconds', INTERVAL '{size} seconds'), k",
        };
        _fixture.Open(query, snapshotInterval: random.Next(1, 5));
        BatchResult? last = null;
        for (var batch = 0; batch < Batches; batch++)
        {
            if (last is not null && random.Next(3) == 0)
            {
                _fixture.Open(query, snapshotInterval: random.Next(1, 5));
                _fixture.Engine.Restore(last.State, last.WatermarkMs, last.LatestMs);
            }

            var rows = RandomRows(random, batch);
            if (random.Next(3) == 0)
            {
                _fixture.Engine.Process(batch, Encode(rows), DateTimeOffset.UnixEpoch.AddDays(20_000));
                _fixture.Engine.Discard();
            }

            var expected = model.Add(rows);
            last = _fixture.Run(batch, Encode(rows));

            (last.LateRows, last.RowsWithoutTime, last.WatermarkMs).ShouldBe((expected.Late, expected.WithoutTime, expected.WatermarkMs), $"batch {batch}");
            _fixture.Rows(last.Files).Order(StringComparer.Ordinal).ToList().ShouldBe(expected.Lines, $"batch {batch}");
        }

        var end = _fixture.Engine.Process(Batches, SourceBatch.Empty, DateTimeOffset.UnixEpoch.AddDays(20_000), closesAll: true);
        _fixture.Rows(end.Files).Order(StringComparer.Ordinal).ToList().ShouldBe(model.Rest());
        model.Windows.ShouldBeGreaterThan(10, "or nothing was tested");
    }

    /// <summary>Event times that move on with the batches, some of them far behind.</summary>
    private static List<Row> RandomRows(Random random, int batch) =>
    [
        .. Enumerable.Range(0, random.Next(0, 40)).Select(_ => new Row(
            random.Next(5) == 0 ? null : "k" + random.Next(3).ToString(CultureInfo.InvariantCulture),
            random.Next(-1000, 1000),
            random.Next(12) == 0 ? null : Math.Max(0, (batch * 4_000L) + random.Next(-25_000, 6_000)))),
    ];

    private static SourceBatch Encode(List<Row> rows) => Batch.Of([.. rows.Select(row =>
    {
        var bytes = AvroBytes.Framed(1);
        _ = row.Key is null ? bytes.Long(0) : bytes.Long(1).Text(row.Key);
        bytes.Long(row.X);
        return (byte[]?)(row.TimeMs is { } time ? bytes.Long(1).Long(time) : bytes.Long(0)).ToArray();
    })]);

    private sealed record Row(string? Key, long X, long? TimeMs);

    /// <summary>What must come out, by plain loops.</summary>
    private sealed class Model(long sizeMs, long slideMs, long delayMs)
    {
        private readonly Dictionary<(long Start, string? Key), (int Count, long Low, long High)> _open = [];
        private long _watermarkMs;
        private long _latestMs = long.MinValue;

        public long DelayMs { get; } = delayMs;

        public int Windows { get; private set; }

        public (long Late, long WithoutTime, long WatermarkMs, List<string> Lines) Add(List<Row> rows)
        {
            var (late, withoutTime) = (0L, 0L);
            foreach (var row in rows)
            {
                if (row.TimeMs is not { } time)
                {
                    withoutTime++;
                    continue;
                }

                _latestMs = Math.Max(_latestMs, time);
                var isLate = true;
                for (var start = time - (time % slideMs); start + sizeMs > time; start -= slideMs)
                {
                    if (start + sizeMs <= _watermarkMs)
                        continue;
                    isLate = false;
                    var group = _open.GetValueOrDefault((start, row.Key), (0, long.MaxValue, long.MinValue));
                    _open[(start, row.Key)] = (group.Item1 + 1, Math.Min(group.Item2, row.X), Math.Max(group.Item3, row.X));
                }

                late += isLate ? 1 : 0;
            }

            if (_latestMs > long.MinValue)
                _watermarkMs = Math.Max(_watermarkMs, _latestMs - DelayMs);
            return (late, withoutTime, _watermarkMs, Close(start => start + sizeMs <= _watermarkMs));
        }

        public List<string> Rest() => Close(_ => true);

        private List<string> Close(Func<long, bool> isClosed)
        {
            var closed = _open.Where(pair => isClosed(pair.Key.Start)).ToList();
            closed.ForEach(pair => _open.Remove(pair.Key));
            Windows += closed.Count;
            return [.. closed.Select(pair => string.Create(
                CultureInfo.InvariantCulture,
                $"[\"{DateTimeOffset.FromUnixTimeMilliseconds(pair.Key.Start):yyyy-MM-ddTHH:mm:ssZ}\",{(pair.Key.Key is { } key ? $"\"{key}\"" : "null")},{pair.Value.Count},{pair.Value.Low},{pair.Value.High}]"))
                .Order(StringComparer.Ordinal)];
        }
    }
}
