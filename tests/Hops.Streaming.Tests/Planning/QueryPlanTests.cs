using Hops.Core.Errors;
using Hops.Schemas.Types;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Planning;

public sealed class QueryPlanTests
{
    private static readonly TypedSchema Schema = TypedSchema.Parse(
        SchemaType.Avro,
        """
        {"type":"record","name":"E","fields":[
          {"name":"k","type":"string"},{"name":"x","type":"int"},{"name":"big","type":"long"},{"name":"d","type":["null","double"],"default":null},
          {"name":"ts","type":{"type":"long","logicalType":"timestamp-micros"}},{"name":"other","type":{"type":"long","logicalType":"timestamp-micros"}}]}
        """,
        []);

    private static readonly QueryWatermark Watermark = new("ts", 10_000);

    [DuckDbTheory]
    [InlineData("SELECT k, nope FROM events", 1, 11, "nope")]
    [InlineData("SELECT k\nFROM events WHERE\n  y > 1", 3, 3, "y")]
    [InlineData("SELEC k FROM events", 1, 1, "syntax error")]
    [InlineData("SELECT k FROM other::events", 1, 20, "in quotes, as \"owner::dataset\"")]
    [InlineData("SELECT k FROM events ORDER BY k", 1, 31, "ORDER BY needs all rows")]
    [InlineData("SELECT DISTINCT k FROM events", null, null, "GROUP BY the columns")]
    [InlineData("SELECT k FROM events LIMIT 3", 1, 28, "LIMIT is not available")]
    [InlineData("SELECT k, row_number() OVER () FROM events", 1, 11, "Window functions")]
    [InlineData("SELECT random() FROM events", 1, 8, "another answer each time")]
    [InlineData("SELECT k FROM events JOIN events e USING (k)", 1, 27, "reads events twice")]
    [InlineData("SELECT k FROM secrets", 1, 15, "secrets is not declared")]
    [InlineData("SELECT * FROM '/etc/passwd'", 1, 15, "is not declared")]
    [InlineData("SELECT * FROM events, read_text('/etc/passwd')", 1, 23, "read_text is not available")]
    [InlineData("SELECT k FROM events, enable_logging()", 1, 23, "enable_logging is not available")]
    [InlineData("CALL enable_logging(storage = 'file', storage_path = '/tmp/x')", null, null, "not a SELECT")]
    [InlineData("SELECT current_setting('threads') FROM events", 1, 8, "current_setting is not available")]
    [InlineData("SELECT 1", null, null, "does not read its source")]
    [InlineData("SELECT k FROM events UNION ALL SELECT k FROM events", null, null, "is one SELECT")]
    [InlineData("SELECT k FROM events; SELECT k FROM events", null, null, "not 2 statements")]
    [InlineData("INSERT INTO events VALUES (1)", null, null, "not a SELECT")]
    [InlineData("SELECT k, count(*) FROM events GROUP BY k", 1, 41, "needs a watermark and a time window")]
    [InlineData("SELECT window_start, count(*) FROM events GROUP BY tumble(other, '1 hour')", 1, 52, "must be the same column")]
    [InlineData("SELECT k, count(*) FROM events GROUP BY tumble(ts, '1 hour')", 1, 8, "must appear in the GROUP BY")]
    [InlineData("SELECT tumble(ts, '1 month'), count(*) FROM events GROUP BY ALL", 1, 8, "months or years")]
    [InlineData("SELECT window_start, count(DISTINCT k) FROM events GROUP BY tumble(ts, '1 hour')", 1, 22, "DISTINCT aggregates")]
    [InlineData("SELECT window_start, median(x) FROM events GROUP BY tumble(ts, '1 hour')", 1, 22, "median does not merge")]
    [InlineData("SELECT window_start, count(*) FROM events GROUP BY tumble(ts, '1 hour'), hop(ts, '1 hour', '2 hours')", 1, 74, "one time window")]
    [InlineData("SELECT window_start, count(*) FROM events GROUP BY hop(ts, '2 hours', '1 hour')", 1, 52, "at most its size")]
    [InlineData("SELECT window_start FROM events WHERE tumble(ts, '1 hour') IS NULL", 1, 39, "needs an aggregation")]
    public void What_cannot_run_is_refused_with_its_position(string sql, int? line, int? column, string message)
    {
        var refusal = Should.Throw<PlatformException>(() => Plan(sql));
        refusal.Code.ShouldBe(ErrorCode.InvalidQuery);
        refusal.Message.ShouldContain(message);
        if (line is not null)
            (refusal.Facts["line"], refusal.Facts["column"]).ShouldBe((line.Value, column!.Value), refusal.Message);
    }

    [DuckDbTheory]
    [InlineData("SELECT k, x FROM airports.events")]
    [InlineData("SELECT k, x FROM \"airports.events\"")]
    [InlineData("SELECT e.k, e.x FROM airports.events e")]
    [InlineData("SELECT events.k, events.x FROM airports.events")]
    public void A_topic_with_a_dot_in_its_name_is_named_with_or_without_quotes(string sql) =>
        QueryPlan.Create(Query(sql) with { Topic = "airports.events" }, Schema).OutputColumns.Select(column => column.Name).ShouldBe(["k", "x"]);

    [DuckDbTheory]
    [InlineData("information_schema.tables")]
    [InlineData("pg_catalog.pg_class")]
    [InlineData("main.events")]
    public void A_topic_that_is_named_like_something_of_the_engine_is_itself(string topic) =>
        QueryPlan.Create(Query($"SELECT k, x FROM \"{topic}\"") with { Topic = topic }, Schema).OutputColumns.Select(column => column.Name).ShouldBe(["k", "x"]);

    [DuckDbTheory]
    [InlineData("/")]
    [InlineData("/Projects/p/")]
    [InlineData("/Projects//d")]
    [InlineData("/Projects/p/d/_checkpoint/state")]
    [InlineData("/Projects/p/d/_staged")]
    [InlineData("/Projects/p/.d")]
    public void A_sink_where_readers_do_not_look_or_checkpoints_lie_is_refused(string sink) =>
        Should.Throw<PlatformException>(() => QueryPlan.Create(Query("SELECT k FROM events") with { Sink = sink }, Schema)).Message.ShouldContain("sink");

    [DuckDbTheory]
    [InlineData(OutputMode.Append, "SELECT k FROM events", true, true)]
    [InlineData(OutputMode.Update, "SELECT k FROM events", true, true)]
    [InlineData(OutputMode.Complete, "SELECT k FROM events", true, false)]
    [InlineData(OutputMode.Append, "SELECT window_end, sum(x) AS s FROM events GROUP BY tumble(ts, '1 hour')", true, true)]
    [InlineData(OutputMode.Append, "SELECT window_end, sum(x) AS s FROM events GROUP BY tumble(ts, '1 hour')", false, false)]
    [InlineData(OutputMode.Update, "SELECT window_end, sum(x) AS s FROM events GROUP BY tumble(ts, '1 hour')", false, true)]
    [InlineData(OutputMode.Complete, "SELECT window_end, sum(x) AS s FROM events GROUP BY tumble(ts, '1 hour')", false, true)]
    [InlineData(OutputMode.Update, "SELECT k, sum(x) AS s FROM events GROUP BY k", false, true)]
    [InlineData(OutputMode.Complete, "SELECT k, sum(x) AS s FROM events GROUP BY k ORDER BY s", false, true)]
    [InlineData(OutputMode.Update, "SELECT k, sum(x) AS s FROM events GROUP BY k ORDER BY s", false, false)]
    public void Output_modes_follow_the_matrix_of_Spark(OutputMode mode, string sql, bool hasWatermark, bool isValid)
    {
        var query = Query(sql) with { OutputMode = mode, Watermark = hasWatermark ? Watermark : null };
        if (isValid)
            QueryPlan.Create(query, Schema).OutputColumns.ShouldNotBeEmpty();
        else
            Should.Throw<PlatformException>(() => QueryPlan.Create(query, Schema)).Code.ShouldBe(ErrorCode.InvalidQuery);
    }

    [DuckDbFact]
    public void Columns_have_types_that_Parquet_keeps_exactly()
    {
        var plan = Plan("SELECT window.start, window_end AS e, upper(k) AS k, count(*) AS n, sum(x) AS small, sum(big) AS wide, avg(d) AS mean FROM events GROUP BY window(ts, '10 seconds'), upper(k) HAVING n > 1");
        plan.OutputColumns.Select(column => $"{column.Name} {column.Type}").ShouldBe(
            ["window_start TIMESTAMP WITH TIME ZONE", "e TIMESTAMP WITH TIME ZONE", "k VARCHAR", "n BIGINT", "small BIGINT", "wide DECIMAL(38,0)", "mean DOUBLE"]);
    }

    [DuckDbFact]
    public void A_fingerprint_changes_with_the_keys_and_not_with_the_filter()
    {
        const string Sql = "SELECT k, window_end, count(*) AS n FROM events GROUP BY k, tumble(ts, '1 hour')";
        var fingerprint = Plan(Sql).Fingerprint;
        Plan(Sql.Replace("GROUP", "WHERE x > 3 GROUP", StringComparison.Ordinal)).Fingerprint.ShouldBe(fingerprint);
        Plan(Sql.Replace("1 hour", "2 hours", StringComparison.Ordinal)).Fingerprint.ShouldNotBe(fingerprint);
        Plan(Sql.Replace("k,", "x,", StringComparison.Ordinal)).Fingerprint.ShouldNotBe(fingerprint);
    }

    [DuckDbFact]
    public void A_definition_survives_JSON_and_a_wrong_one_is_refused()
    {
        var query = Query("SELECT 1") with { Watermark = Watermark, OutputMode = OutputMode.Update, BadRecords = BadRecordPolicy.DeadLetter };
        StreamingQuery.Parse(query.ToJson()).ToJson().ShouldBe(query.ToJson());
        Should.Throw<PlatformException>(() => StreamingQuery.Parse("""{"name":"q","topic":"t","sql":"x","sink":"/y","typo":1}"""))
            .Code.ShouldBe(ErrorCode.InvalidQuery);
    }

    [DuckDbFact]
    public void A_deep_SQL_text_is_refused_and_does_not_end_the_process()
    {
        var sql = "SELECT " + string.Concat(Enumerable.Repeat("(", 20_000)) + "1" + string.Concat(Enumerable.Repeat(")", 20_000)) + " FROM events";
        Should.Throw<PlatformException>(() => Plan(sql)).Code.ShouldBe(ErrorCode.InvalidQuery);
        Should.Throw<PlatformException>(() => Plan("SELECT " + string.Concat(Enumerable.Repeat("1+", 5_000)) + "1 FROM events"))
            .Code.ShouldBe(ErrorCode.InvalidQuery);
    }

    private static QueryPlan Plan(string sql) => QueryPlan.Create(Query(sql), Schema);

    private static StreamingQuery Query(string sql) => new() { Name = "q", Topic = "events", Sink = "/s", Sql = sql, Watermark = Watermark };
}
