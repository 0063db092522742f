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
