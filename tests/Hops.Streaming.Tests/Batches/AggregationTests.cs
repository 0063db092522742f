using System.Text.Json;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Batches;

public sealed class AggregationTests : IDisposable
{
    private const string Schema = """
        {"type":"record","name":"E","fields":[{"name":"k","type":["null","string"]},{"name":"x","type":"long"},
          {"name":"ts","type":{"type":"long","logicalType":"timestamp-millis"}}]}
        """;

    private readonly EngineFixture _fixture = new EngineFixture().Schema(1, Schema);

    public void Dispose() => _fixture.Dispose();

    [DuckDbFact]
    public void Update_mode_writes_the_groups_that_a_batch_touched_with_their_whole_value()
    {
        _fixture.Open(Query("SELECT k, count(*) AS n, sum(x) AS s FROM events GROUP BY k", OutputMode.Update));
        Rows(_fixture.Run(0, Events(("a", 1, 0), ("b", 2, 0), (null, 3, 0)))).ShouldBe(["[\"a\",1,\"1\",0]", "[\"b\",1,\"2\",0]", "[null,1,\"3\",0]"]);
        Rows(_fixture.Run(1, Events(("b", 10, 0), (null, 20, 0)))).ShouldBe(["[\"b\",2,\"12\",1]", "[null,2,\"23\",1]"]);
    }

    [DuckDbFact]
    public void Complete_mode_rewrites_all_groups()
    {
        _fixture.Open(Query("SELECT k, max(x) AS m, avg(x) AS mean FROM events GROUP BY k ORDER BY k", OutputMode.Complete));
        _fixture.Run(0, Events(("a", 1, 0), ("b", 2, 0))).ReplacesSink.ShouldBeTrue();
        Rows(_fixture.Run(1, Events(("b", 11, 0)))).ShouldBe(["[\"a\",1,1]", "[\"b\",11,6.5]"]);
    }

    [DuckDbFact]
    public void Update_mode_with_a_watermark_drops_late_rows_and_old_windows()
    {
        _fixture.Open(Query("SELECT window_start, count(*) AS n FROM events GROUP BY tumble(ts, '10 seconds')", OutputMode.Update, delayMs: 5_000));
        var first = _fixture.Run(0, Events(("a", 1, 1_000), ("a", 1, 12_000), ("a", 1, 16_000)));
        first.WatermarkMs.ShouldBe(11_000);
        first.StateNumbers!.RowsRemoved.ShouldBe(1);
        var second = _fixture.Run(1, Events(("a", 1, 2_000), ("a", 1, 13_000)));
        (second.LateRows, second.LateMaxMs).ShouldBe((1, 1_000), "its window had ended at 10 s, and the watermark was 11 s");
        Rows(second).ShouldBe(["[\"1970-01-01T00:00:10Z\",3,1]"]);
    }

    [DuckDbFact]
    public void A_filter_does_not_hold_the_watermark_back_and_rows_without_time_belong_to_no_window()
    {
        _fixture.Open(Query("SELECT window_end, count(*) AS n FROM events WHERE k = 'a' GROUP BY tumble(ts, '10 seconds')", OutputMode.Append, delayMs: 0));
        var result = _fixture.Run(0, Events(("a", 1, 1_000), ("b", 1, 50_000)));
        result.WatermarkMs.ShouldBe(50_000);
        Rows(result).ShouldBe(["[\"1970-01-01T00:00:10Z\",1]"]);
        result.EventTimes.ShouldBe(new EventTimes(1_000, 50_000, 25_500));
    }

    [DuckDbFact]
    public void Rows_without_time_are_counted()
    {
        _fixture.Schema(1, Schema.Replace("""{"type":"long","logicalType":"timestamp-millis"}""", """["null",{"type":"long","logicalType":"timestamp-millis"}]""", StringComparison.Ordinal));
        _fixture.Open(Query("SELECT window_end, count(*) AS n FROM events GROUP BY tumble(ts, '10 seconds')", OutputMode.Append, delayMs: 0));
        var result = _fixture.Run(0, Batch.Of(
            AvroBytes.Framed(1).Long(0).Long(1).Long(0).ToArray(), AvroBytes.Framed(1).Long(0).Long(1).Long(1).Long(50_000).ToArray()));
        (result.RowsWithoutTime, result.LateRows, result.RowsIn).ShouldBe((1, 0, 2));
    }

    [DuckDbFact]
    public void A_discarded_batch_can_be_run_again_with_the_same_rows()
    {
        var engine = _fixture.Open(Query("SELECT k, sum(x) AS s FROM events GROUP BY k", OutputMode.Update));
        _fixture.Run(0, Events(("a", 1, 0)));
        var lost = engine.Process(1, Events(("a", 5, 0)), DateTimeOffset.UnixEpoch);
        Rows(lost).ShouldBe(["[\"a\",\"6\",1]"]);
        engine.Discard();
        Rows(_fixture.Run(1, Events(("a", 5, 0)))).ShouldBe(["[\"a\",\"6\",1]"]);
    }

    [DuckDbFact]
    public void State_comes_back_from_a_snapshot_and_the_deltas_after_it()
    {
        var query = Query("SELECT k, count(*) AS n, min(x) AS low FROM events GROUP BY k", OutputMode.Complete);
        _fixture.Open(query, snapshotInterval: 3);
        BatchResult? last = null;
        for (var batch = 0; batch < 9; batch++)
            last = _fixture.Run(batch, Events(("a", 100 - batch, 0), ("k" + batch, batch, 0)));
        last!.State.Snapshot.ShouldNotBeNull();
        last.State.Deltas.ShouldNotBeEmpty();
        _fixture.Open(query, snapshotInterval: 3);
        _fixture.Engine.Restore(last.State, last.WatermarkMs);
        var rows = Rows(_fixture.Run(9, Events(("a", 1, 0))));
        rows.Count.ShouldBe(10);
        rows.ShouldContain("[\"a\",10,1]");
    }

    [DuckDbFact]
    public void Sums_beyond_64_bits_stay_exact()
    {
        _fixture.Open(Query("SELECT sum(x) AS s FROM events", OutputMode.Complete));
        _fixture.Run(0, Events(("a", long.MaxValue, 0), ("a", long.MaxValue, 0)));
        Rows(_fixture.Run(1, Events(("a", 1, 0)))).ShouldBe(["[\"18446744073709551615\"]"]);
    }

    [DuckDbFact]
    public void Progress_is_the_JSON_of_Spark()
    {
        _fixture.Open(Query("SELECT window_end, count(*) AS n FROM events GROUP BY tumble(ts, '10 seconds')", OutputMode.Append, delayMs: 0));
        var result = _fixture.Run(4, Events(("a", 1, 1_000), ("b", 1, 50_000)));
        var progress = new StreamingQueryProgress
        {
            Id = Guid.Empty, RunId = Guid.Empty, Name = "q", Timestamp = DateTimeOffset.UnixEpoch, Batch = result,
            BatchDuration = TimeSpan.FromMilliseconds(300), TriggerGap = TimeSpan.FromSeconds(3), WatermarkMs = 0,
            Durations = new Dictionary<string, TimeSpan> { ["addBatch"] = TimeSpan.FromMilliseconds(12) },
            Source = new SourceProgress("KafkaV2[Subscribe[events]]", null, """{"events":{"0":2}}""", """{"events":{"0":2}}"""),
            SinkDescription = "HopsFS[/s]",
        };
        using var json = JsonDocument.Parse(progress.ToJson());
        var root = json.RootElement;
        root.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "runId", "name", "timestamp", "batchId", "batchDuration", "numInputRows", "inputRowsPerSecond", "processedRowsPerSecond", "durationMs",
             "eventTime", "stateOperators", "sources", "sink"]);
        root.GetProperty("inputRowsPerSecond").GetDouble().ShouldBe(0.7);
        root.GetProperty("processedRowsPerSecond").GetDouble().ShouldBe(6.7);
        root.GetProperty("eventTime").GetProperty("max").GetString().ShouldBe("1970-01-01T00:00:50.000Z");
        root.GetProperty("sources")[0].GetProperty("endOffset").GetProperty("events").GetProperty("0").GetInt64().ShouldBe(2);
    }

    [DuckDbFact]
    [Trait("Speed", "Slow")]
    public void Memory_is_flat_over_a_thousand_batches()
    {
        _fixture.Open(Query("SELECT window_end, k, count(*) AS n, sum(x) AS s FROM events GROUP BY tumble(ts, '10 seconds'), k", OutputMode.Append, delayMs: 5_000));
        long? early = null;
        for (var batch = 0; batch < 1_000; batch++)
        {
            var start = batch * 1_000L;
            var result = _fixture.Run(batch, Events([.. Enumerable.Range(0, 2_000).Select(row => ("key" + (row % 500), (long)row, start + (row / 2)))]));
            foreach (var file in result.Files)
                File.Delete(file.Path);
            if (batch == 200)
                early = Environment.WorkingSet;
        }
        GC.Collect();
        (Environment.WorkingSet - early!.Value).ShouldBeLessThan(60L << 20);
    }

    private static StreamingQuery Query(string sql, OutputMode mode, long? delayMs = null) => new()
    {
        Name = "q", Topic = "events", Sink = "/s", Sql = sql, OutputMode = mode, Watermark = delayMs is { } delay ? new QueryWatermark("ts", delay) : null,
    };

    private static SourceBatch Events(params (string? Key, long X, long Ms)[] events) => Batch.Of(
        [.. events.Select(row => (byte[]?)(row.Key is null ? AvroBytes.Framed(1).Long(0) : AvroBytes.Framed(1).Long(1).Text(row.Key)).Long(row.X).Long(row.Ms).ToArray())]);

    private List<string> Rows(BatchResult result) => [.. _fixture.Rows(result.Files).Order(StringComparer.Ordinal)];
}
