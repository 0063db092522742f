using System.Text;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Planning;

public sealed class AdHocQueryTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "hops-adhoc-" + Guid.NewGuid().ToString("N"));

    public AdHocQueryTests() => Directory.CreateDirectory(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [DuckDbFact]
    public void The_tables_of_a_text_are_those_that_it_reads()
    {
        AdHocQuery.TablesOf("WITH x AS (SELECT * FROM airports.daily) SELECT * FROM x JOIN raw USING (a) WHERE a IN (SELECT b FROM \"third one\")")
            .ShouldBe(["raw", "airports.daily", "third one"], ignoreOrder: true);
        Should.Throw<PlatformException>(() => AdHocQuery.TablesOf("SELECT * FROM read_text('/etc/passwd')")).Code.ShouldBe(ErrorCode.InvalidQuery);
    }

    [DuckDbFact]
    public void Rows_come_in_order_with_types_and_a_limit()
    {
        var files = Write("SELECT range AS a, 'n' || range AS b, range * 1.5 AS c, TIMESTAMP '2013-01-01' + INTERVAL (range) HOUR AS t FROM range(100)");
        var request = new AdHocRequest
        {
            Sql = "SELECT a, b, c, t, [a, 1] AS l, {'x': b} AS s FROM airports.daily ORDER BY a DESC;",
            Directory = _directory,
            TableFiles = new Dictionary<string, IReadOnlyList<string>> { ["airports.daily"] = files },
            RowsMax = 2,
        };
        var answer = AdHocQuery.Run(request, CancellationToken.None);
        answer.IsTruncated.ShouldBeTrue();
        answer.Columns.Select(column => column.Type.ToSql()).ShouldBe(["BIGINT", "VARCHAR", "DECIMAL(21,1)", "TIMESTAMP", "BIGINT[]", "STRUCT(\"x\" VARCHAR)"]);
        Encoding.UTF8.GetString(answer.RowsJson.Span).ShouldBe(
            """[[99,"n99","148.5","2013-01-05T03:00:00",[99,1],{"x":"n99"}],[98,"n98","147.0","2013-01-05T02:00:00",[98,1],{"x":"n98"}]]""");
    }

    [DuckDbTheory]
    [InlineData("COPY (SELECT 1) TO 'x.csv'")]
    [InlineData("ATTACH 'x.db'")]
    [InlineData("CREATE TABLE t AS SELECT 1")]
    [InlineData("SET threads = 64")]
    public void A_statement_that_does_not_read_is_refused_in_plain_words(string statement)
    {
        var refusal = Should.Throw<PlatformException>(() => AdHocQuery.TablesOf(statement));
        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.InvalidQuery, "This is not a SELECT: a statement here reads, and changes nothing."));
    }

    [DuckDbFact]
    public void A_wrong_column_is_refused_with_its_position()
    {
        var request = new AdHocRequest
        {
            Sql = "SELECT a,\n nope FROM t",
            Directory = _directory,
            TableFiles = new Dictionary<string, IReadOnlyList<string>> { ["t"] = Write("SELECT 1 AS a") },
        };
        var refusal = Should.Throw<PlatformException>(() => AdHocQuery.Run(request, CancellationToken.None));
        (refusal.Code, refusal.Facts["line"], refusal.Facts["column"]).ShouldBe((ErrorCode.InvalidQuery, 2, 2));
    }

    [DuckDbTheory]
    [InlineData("WITH a AS (WITH pg_settings AS (SELECT 1) SELECT 1) SELECT * FROM a, pg_catalog.pg_settings")]
    [InlineData("WITH a AS (WITH pg_settings AS (SELECT 1) SELECT 1) SELECT * FROM a, pg_settings")]
    [InlineData("WITH pg_settings AS (SELECT * FROM pg_settings) SELECT * FROM pg_settings")]
    [InlineData("WITH a AS (SELECT * FROM pg_settings), pg_settings AS (SELECT 1) SELECT * FROM a")]
    [InlineData("SELECT (SELECT max(setting) FROM pg_settings WHERE t.a = 1) FROM t, (WITH pg_settings AS (SELECT 1) SELECT 2)")]
    [InlineData("WITH RECURSIVE a AS (SELECT 1), duckdb_tables AS (SELECT 2) SELECT * FROM a, main.duckdb_tables")]
    public void A_table_that_hides_behind_the_name_of_an_expression_is_found(string sql)
    {
        AdHocQuery.TablesOf(sql).ShouldContain(table => table.Contains("pg_settings") || table.Contains("duckdb_tables"), sql);
        var request = Request(sql, ("t", Write("SELECT 1 AS a")));
        Should.Throw<PlatformException>(() => AdHocQuery.Run(request, CancellationToken.None)).Code.ShouldBe(ErrorCode.InvalidQuery);
    }

    [DuckDbTheory]
    [InlineData("SELECT * FROM pg_catalog.pg_settings")]
    [InlineData("SELECT * FROM information_schema.tables")]
    [InlineData("SELECT * FROM duckdb_settings()")]
    [InlineData("SELECT name FROM sqlite_master")]
    [InlineData("SELECT * FROM t WHERE a IN (SELECT count(*) FROM pg_catalog.pg_class)")]
    public void What_is_read_is_decided_on_the_plan_of_the_engine_whatever_the_names_say(string sql)
    {
        var path = Write("SELECT 1 AS a").Single();
        using var database = Database.Open(new DatabaseOptions { Threads = 1, AllowedDirectories = [_directory] });
        using var connection = database.Connect();
        connection.Execute($"CREATE VIEW t AS SELECT * FROM read_parquet({SqlText.Literal(path)})");
        Should.Throw<PlatformException>(() => BoundPlan.Check(connection, sql)).Message.ShouldEndWith("data is read through declared tables only.");
    }

    [DuckDbTheory]
    [InlineData("WITH x AS (SELECT * FROM t) SELECT a FROM x")]
    [InlineData("WITH t AS (SELECT * FROM t) SELECT a FROM t")]
    [InlineData("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT max(n) FROM r")]
    [InlineData("WITH x AS MATERIALIZED (SELECT * FROM t) SELECT count(*) FROM x a JOIN x b USING (a)")]
    [InlineData("SELECT (SELECT count(*) FROM t u WHERE u.a < t.a) FROM t")]
    [InlineData("SELECT i + j FROM range(3) r(i), LATERAL (SELECT i * 2) l(j), unnest([1, 2]), generate_series(1, 2)")]
    [InlineData("SELECT * FROM (PIVOT t ON a IN (1, 2) USING count(*))")]
    [InlineData("SELECT a, sum(a) OVER (ORDER BY a) FROM t UNION ALL VALUES (1, 2)")]
    [InlineData("SELECT count(*), min(a) FROM t TABLESAMPLE 50%")]
    [InlineData("SELECT * FROM t ASOF JOIN (SELECT a AS b FROM t) u ON t.a >= u.b WHERE a IN (SELECT a FROM t) ORDER BY ALL LIMIT 1 OFFSET 0")]
    public void What_reads_its_tables_is_answered(string sql) =>
        AdHocQuery.Run(Request(sql, ("t", Write("SELECT 1 AS a"))), CancellationToken.None).Columns.ShouldNotBeEmpty();

    [DuckDbTheory]
    [InlineData("abs(", ")", 255)]
    [InlineData("abs(", ")", 3000)]
    [InlineData("(SELECT ", ")", 256)]
    [InlineData("(SELECT ", ")", 3000)]
    [InlineData("[", "]", 1000)]
    [InlineData("CASE WHEN true THEN ", " END", 1500)]
    [InlineData("-", "", 4000)]
    [InlineData("(", ")", 20000)]
    public void A_statement_that_is_nested_deep_is_answered_or_refused_in_plain_words(string open, string close, int depth)
    {
        var nested = string.Concat(Enumerable.Repeat(open, depth)) + " 1 " + string.Concat(Enumerable.Repeat(close, depth));
        try
        {
            _ = AdHocQuery.TablesOf("SELECT " + nested);
            AdHocQuery.Run(Request("SELECT " + nested), CancellationToken.None).RowCount.ShouldBe(1);
        }
        catch (PlatformException refusal)
        {
            (refusal.Code, refusal.Message.Length).ShouldBe((ErrorCode.InvalidQuery, refusal.Message.Length));
            refusal.Message.ShouldNotBeEmpty();
        }
    }

    [DuckDbFact]
    public void An_unreadable_file_is_called_by_its_own_name_and_not_by_that_of_its_copy()
    {
        var path = Path.Combine(_directory, "0.parquet");
        File.WriteAllText(path, "this is no Parquet file, whatever its name says");
        var request = Request("SELECT * FROM t", ("t", [path])) with { FileNames = new Dictionary<string, string> { [path] = "/Projects/shop/raw/part-1.parquet" } };
        var refusal = Should.Throw<PlatformException>(() => AdHocQuery.Run(request, CancellationToken.None));
        refusal.Message.ShouldContain("/Projects/shop/raw/part-1.parquet");
        refusal.Message.ShouldNotContain(_directory);
    }

    [DuckDbFact]
    public void Too_much_memory_and_too_much_scratch_are_said_in_plain_words_without_paths_of_the_host()
    {
        var memory = Request("SELECT list(range) FROM range(50000000)") with { MemoryMaxBytes = 100L << 20, SpillMaxBytes = 10L << 20 };
        var refusal = Should.Throw<PlatformException>(() => AdHocQuery.Run(memory, CancellationToken.None));
        (refusal.Code, refusal.Facts["resource"]).ShouldBe((ErrorCode.ResourcesExceeded, "memory"));
        refusal.Message.ShouldStartWith("It used more memory than its 100 MB");

        var scratch = Request("SELECT count(DISTINCT md5(range::VARCHAR)) FROM range(3000000)") with { MemoryMaxBytes = 64L << 20, SpillMaxBytes = 1L << 20 };
        refusal = Should.Throw<PlatformException>(() => AdHocQuery.Run(scratch, CancellationToken.None));
        (refusal.Code, refusal.Facts["resource"]).ShouldBe((ErrorCode.ResourcesExceeded, "scratch"), refusal.Message);
        refusal.Message.ShouldStartWith("It used more scratch space on disk than its 1 MB");
    }

    private AdHocRequest Request(string sql, params (string Table, IReadOnlyList<string> Files)[] tables) => new()
    {
        Sql = sql,
        Directory = _directory,
        TableFiles = tables.ToDictionary(pair => pair.Table, pair => pair.Files),
    };

    [DuckDbFact]
    public void Files_of_before_instants_had_a_zone_are_read_beside_those_of_after()
    {
        var uuid = "00112233-4455-6677-8899-aabbccddeeff";
        var before = Write($"SELECT TIMESTAMP '2013-07-01 00:00:00' AS happened, '{uuid}'::UUID AS id, TIME '01:00:00' AS t, INTERVAL 1 DAY AS span", "before.parquet");
        var after = Write($"SELECT TIMESTAMPTZ '2013-07-01 02:00:00+02' AS happened, '{uuid}' AS id, '01:00:00' AS t, '1 day' AS span", "after.parquet");
        var request = new AdHocRequest
        {
            Sql = "SELECT DISTINCT happened, id, t, span FROM d WHERE happened = '2013-07-01 00:00:00' AND hour(happened) = 0",
            Directory = _directory,
            TableFiles = new Dictionary<string, IReadOnlyList<string>> { ["d"] = [.. before, .. after] },
        };
        Encoding.UTF8.GetString(AdHocQuery.Run(request, CancellationToken.None).RowsJson.Span)
            .ShouldBe($"""[["2013-07-01T00:00:00Z","{uuid}","01:00:00","1 day"]]""");
    }

    private string[] Write(string select, string name = "part.parquet")
    {
        var path = Path.Combine(_directory, name);
        using var database = Database.Open(new DatabaseOptions { Threads = 1, AllowedDirectories = [_directory] });
        using var connection = database.Connect();
        connection.Execute($"COPY ({select}) TO {SqlText.Literal(path)} (FORMAT parquet)");
        return [path];
    }
}
