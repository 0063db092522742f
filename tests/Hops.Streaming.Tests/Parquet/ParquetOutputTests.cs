using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Parquet;

namespace Hops.Streaming.Tests.Parquet;

/// <summary>Files of ours beside those that DuckDB writes of the same rows, and read by DuckDB.</summary>
public sealed class ParquetOutputTests : IDisposable
{
    /// <summary>Columns of every type that we write: with and without nulls, of few values and of many, short and long, and all that numbers can be.</summary>
    private const string Everything =
        """
        SELECT i AS few_and_many, i % 3 = 0 AS flag, CASE WHEN i % 7 = 0 THEN NULL ELSE i % 5 = 0 END AS flag_or_null,
          (i * 5003 - 500000)::INTEGER AS small, (i % 11 - 5)::INTEGER AS small_of_few, i * 1234567891 - 5000000000 AS large,
          CASE WHEN i % 2 = 0 THEN NULL ELSE i % 3000 END AS large_or_null, (4294967295 - i)::UINTEGER AS unsigned, (18446744073709551615 - i::HUGEINT)::UBIGINT AS unsigned_large,
          ((i + 3) / 3)::FLOAT AS single, CASE i % 4 WHEN 0 THEN 'inf'::DOUBLE WHEN 1 THEN '-inf'::DOUBLE WHEN 2 THEN -0.0::DOUBLE ELSE i / 7 END AS double_,
          CASE WHEN i = 77777 THEN 'nan'::FLOAT ELSE 1.5::FLOAT END AS nan_once,
          DATE '1960-01-01' + (i % 30000)::INTEGER AS day, TIMESTAMP '1900-01-01' + to_microseconds(i * 77777777) AS clock,
          TIMESTAMPTZ '2013-01-01 00:00:00+00' + to_microseconds(i) AS instant, ((i % 99999) / 100)::DECIMAL(9, 2) AS price, (i * 1000003)::DECIMAL(18, 4) AS wide_price,
          'device ' || i % 1000 AS texts_of_few, 'a name that is longer than a cell ' || i % 9 AS long_texts_of_few,
          CASE WHEN i % 3 = 0 THEN NULL WHEN i % 3 = 1 THEN '' ELSE repeat('ü', (i % 40)::INTEGER) || i END AS texts_or_null,
          CASE WHEN i < 50000 THEN 'one' ELSE 'text ' || i END AS texts_that_change, ('\xFF\x00' || chr((65 + i % 26)::INTEGER))::BLOB AS bytes,
          NULL::VARCHAR AS never, NULL::BIGINT AS never_a_number
        FROM (SELECT range AS i FROM range(ROWS))
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-parquet-").FullName;
    private readonly RealDisk _disk = new();
    private readonly Database _database;
    private readonly Connection _connection;

    public ParquetOutputTests()
    {
        _database = Database.Open(new DatabaseOptions { Threads = 3, AllowedDirectories = [_directory] });
        _connection = _database.Connect();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [DuckDbFact]
    public void Columns_have_the_types_that_the_writer_of_DuckDB_gives_them()
    {
        var select = Select(rows: 10);
        _connection.Execute($"COPY ({select}) TO '{_directory}/theirs.parquet' (FORMAT parquet)");
        var ours = Write(select);

        Rows($"{SchemaOf(ours)} EXCEPT {SchemaOf($"{_directory}/theirs.parquet")}").ShouldBeEmpty();
        Rows($"SELECT count(*) FROM ({SchemaOf(ours)})").ShouldBe(["[24]"]);
    }

    [DuckDbTheory]
    [InlineData(0, "true")]
    [InlineData(1, "true")]
    [InlineData(2_049, "true")]
    [InlineData(130_000, "true")]
    [InlineData(400_000, "true")]
    [InlineData(300_000, "hash(few_and_many) % 3 = 0")]
    [InlineData(300_000, "few_and_many % 4001 = 0")]
    public void Every_value_comes_back(int rows, string filter)
    {
        var select = $"SELECT * FROM ({Select(rows)}) WHERE {filter}";
        _connection.Execute($"CREATE TABLE expected AS {select}");
        var file = Write(select, out var count);

        Rows("SELECT count(*) FROM expected").ShouldBe([$"[{count}]"]);
        if (count == 0)
        {
            new FileInfo(file).Length.ShouldBe(0);
            return;
        }

        Rows($"SELECT * FROM expected EXCEPT ALL SELECT * FROM read_parquet('{file}')").ShouldBeEmpty();
        Rows($"SELECT * FROM read_parquet('{file}') EXCEPT ALL SELECT * FROM expected").ShouldBeEmpty();
    }

    [DuckDbFact]
    public void The_bounds_and_nulls_of_a_row_group_are_those_of_its_values()
    {
        var select = Select(rows: 400_000);
        _connection.Execute($"CREATE TABLE expected AS {select}");
        var file = Write(select);

        foreach (var column in (string[])["small", "large", "large_or_null", "unsigned", "unsigned_large", "single", "day", "clock", "instant", "price", "wide_price"])
        {
            var type = Rows($"SELECT typeof({column}) FROM expected LIMIT 1")[0].Trim('[', ']', '"');
            Rows($"SELECT min(stats_min_value::{type}), max(stats_max_value::{type}), sum(stats_null_count)::BIGINT FROM parquet_metadata('{file}') WHERE path_in_schema = '{column}'")
                .ShouldBe(Rows($"SELECT min({column}), max({column}), count(*) - count({column}) FROM expected"), column);
        }

        foreach (var column in (string[])["texts_of_few", "long_texts_of_few", "texts_or_null", "texts_that_change", "never"])
        {
            Rows($"SELECT min(stats_min_value), max(stats_max_value), sum(stats_null_count)::BIGINT FROM parquet_metadata('{file}') WHERE path_in_schema = '{column}'")
                .ShouldBe(Rows($"SELECT min({column}), max({column}), count(*) - count({column}) FROM expected"), column);
        }

        // A NaN is neither less nor greater, and is somewhere in one of the row groups.
        Rows($"SELECT count(*) FROM parquet_metadata('{file}') WHERE path_in_schema = 'nan_once' AND stats_min_value IS NULL").ShouldBe(["[1]"]);
        Rows($"SELECT count(*) FROM read_parquet('{file}') WHERE large = 1234567891::BIGINT * 4321 - 5000000000").ShouldBe(["[1]"], "by the bounds of the others");
        // DuckDB takes bounds that are infinite for none.
        Rows($"SELECT count(*) FROM read_parquet('{file}') WHERE double_ = 0").ShouldBe(Rows("SELECT count(*) FROM expected WHERE double_ = 0"));
    }

    [DuckDbFact]
    public void Values_that_repeat_are_written_once_and_others_as_they_are()
    {
        var file = Write(Select(rows: 130_000));

        Rows($"SELECT DISTINCT path_in_schema FROM parquet_metadata('{file}') WHERE encodings = 'RLE, RLE_DICTIONARY' ORDER BY ALL").ShouldBe(
            ["[\"bytes\"]", "[\"large_or_null\"]", "[\"long_texts_of_few\"]", "[\"nan_once\"]", "[\"small_of_few\"]", "[\"texts_of_few\"]"]);
        Rows($"SELECT count(*) FROM parquet_metadata('{file}') WHERE path_in_schema IN ('small', 'large', 'clock', 'instant') AND encodings <> 'PLAIN, RLE'").ShouldBe(["[0]"]);
    }

    [DuckDbFact]
    public void Long_texts_become_several_pages_and_have_no_bounds()
    {
        const string Select = "SELECT repeat(chr((65 + range % 26)::INTEGER), (range % 5 * 100000)::INTEGER) || range AS body FROM range(200)";
        _connection.Execute($"CREATE TABLE expected AS {Select}");
        var file = Write(Select);

        Rows($"SELECT count(*) FROM (SELECT * FROM expected EXCEPT ALL SELECT * FROM read_parquet('{file}'))").ShouldBe(["[0]"]);
        Rows($"SELECT count(*), count(stats_min_value), sum(stats_null_count)::BIGINT FROM parquet_metadata('{file}')").ShouldBe(["[1,0,0]"]);
    }

    [DuckDbFact]
    public void One_output_writes_one_file_after_the_other()
    {
        using var output = Output("SELECT range AS a, 'x' || range AS b FROM range(1)");
        var paths = Enumerable.Range(1, 3).Select(rows => Path.Combine(_directory, $"{rows}.parquet")).ToArray();
        for (var index = 0; index < paths.Length; index++)
        {
            using var file = _disk.Open(paths[index], DiskMode.CreateNew);
            output.Write(_connection, $"SELECT range AS a, 'x' || range AS b FROM range({index + 1})", file).ShouldBe(index + 1);
        }

        Rows($"SELECT a, b FROM read_parquet('{paths[1]}') ORDER BY a").ShouldBe(["[0,\"x0\"]", "[1,\"x1\"]"]);
        Rows($"SELECT count(*), min(b), max(b) FROM read_parquet('{paths[2]}')").ShouldBe(["[3,\"x0\",\"x2\"]"]);
    }

    [DuckDbFact]
    public void What_fails_is_what_it_was_and_the_next_file_is_whole()
    {
        using var output = Output("SELECT range AS a FROM range(1)");
        var full = new SimulatedDisk(seed: 1, capacityBytes: 64 * 1024);
        using (var file = full.Open("/full.parquet", DiskMode.CreateNew))
            Should.Throw<PlatformException>(() => output.Write(_connection, "SELECT (hash(range) // 4)::BIGINT AS a FROM range(1000000)", file)).Code.ShouldBe(ErrorCode.DiskFull);
        using (var file = _disk.Open(Path.Combine(_directory, "failed.parquet"), DiskMode.CreateNew))
        {
            Should.Throw<PlatformException>(() => output.Write(_connection, "SELECT CAST(CASE range WHEN 250000 THEN 'x' ELSE '1' END AS BIGINT) AS a FROM range(300000)", file))
                .Code.ShouldBe(ErrorCode.InvalidQuery);
        }

        var path = Path.Combine(_directory, "next.parquet");
        using (var file = _disk.Open(path, DiskMode.CreateNew))
            output.Write(_connection, "SELECT range AS a FROM range(5)", file).ShouldBe(5);
        Rows($"SELECT sum(a)::BIGINT, count(*) FROM read_parquet('{path}')").ShouldBe(["[10,5]"]);
    }

    [DuckDbTheory]
    [InlineData("[1]")]
    [InlineData("{'a': 1}")]
    [InlineData("'{}'::JSON")]
    [InlineData("1::TINYINT")]
    [InlineData("1::DECIMAL(38, 0)")]
    [InlineData("1::DECIMAL(4, 0)")]
    [InlineData("'a'::ENUM('a')")]
    [InlineData("TIMESTAMP_MS '2013-01-01'")]
    public void A_type_of_another_layout_is_left_to_DuckDB(string value) => ParquetOutput.Of(ColumnsOf($"SELECT 1 AS a, {value} AS b")).ShouldBeNull();

    [DuckDbFact]
    public void More_than_128_columns_are_left_to_DuckDB()
    {
        ParquetOutput.Of(Numbers(129)).ShouldBeNull();
        using var most = ParquetOutput.Of(Numbers(128));
        most.ShouldNotBeNull();
    }

    private static SqlColumn[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(index => new SqlColumn($"c{index}", SqlType.Of(TypeId.BigInt)))];

    private static string Select(int rows) => Everything.Replace("ROWS", $"{rows}", StringComparison.Ordinal);

    private static string SchemaOf(string file) =>
        $"SELECT name, type, type_length, repetition_type, converted_type, scale, precision, logical_type FROM parquet_schema('{file}') WHERE name NOT IN ('schema', 'duckdb_schema')";

    private string Write(string select) => Write(select, out _);

    private string Write(string select, out long rowCount)
    {
        using var output = Output(select);
        var path = Path.Combine(_directory, $"{Guid.NewGuid():N}.parquet");
        using var file = _disk.Open(path, DiskMode.CreateNew);
        rowCount = output.Write(_connection, select, file);
        return path;
    }

    private ParquetOutput Output(string select)
    {
        var output = ParquetOutput.Of(ColumnsOf(select))!;
        output.ShouldNotBeNull();
        _connection.Register(output);
        return output;
    }

    private IReadOnlyList<SqlColumn> ColumnsOf(string select)
    {
        using var result = _connection.Query($"SELECT * FROM ({select}) LIMIT 0");
        return result.Columns;
    }

    private IReadOnlyList<string> Rows(string sql)
    {
        using var result = _connection.Query(sql);
        return EngineFixture.Read(result);
    }
}
