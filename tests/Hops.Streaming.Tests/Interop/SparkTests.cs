using System.Diagnostics;
using System.Text.Json;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Interop;

/// <summary>Parquet that queries write, read by Apache Spark in a session that is not in UTC.</summary>
public sealed class SparkTests : IDisposable
{
    /// <summary>Prints types and values as Spark sees them, and instants as the number that they are.</summary>
    private const string Script =
        """
        import json, sys
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.config("spark.sql.session.timeZone", "Europe/Berlin").config("spark.ui.enabled", "false").getOrCreate()
        frame = spark.read.parquet(*sys.argv[2:])
        types = {field.name: field.dataType.simpleString() for field in frame.schema.fields}
        row = frame.selectExpr("*", "unix_micros(instant_millis) AS u1", "unix_micros(instant_micros) AS u2", "unix_micros(_timestamp) AS u3")
        values = json.loads(row.selectExpr("to_json(struct(*), map('ignoreNullFields', 'false')) AS j").first().j)
        open(sys.argv[1], "w").write(json.dumps({"types": types, "values": values}))
        """;

    /// <summary>Adds up many rows: what their columns hold, and what of them filters find by the bounds of row groups.</summary>
    private const string Sums =
        """
        import json, sys
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.config("spark.sql.session.timeZone", "Europe/Berlin").config("spark.ui.enabled", "false").getOrCreate()
        frame = spark.read.parquet(*sys.argv[2:])
        frame.createOrReplaceTempView("output")
        row = spark.sql('''SELECT count(*) AS rows, sum(id) AS ids, count(note) AS notes, sum(length(note)) AS lengths, count(DISTINCT device) AS devices,
          sum(value) AS values, count_if(flag) AS flags, min(unix_micros(ts)) AS first, max(unix_micros(ts)) AS last, sum(price) AS prices, min(day) AS day,
          count_if(note = 'the note of ' || id) AS own, count(never) AS never, sum(_offset) AS offsets FROM output''')
        found = spark.sql("SELECT count(*) AS found FROM output WHERE id = 123457 AND device = 'device 457' AND note > 'the' AND value BETWEEN 61728.5 AND 61728.5")
        open(sys.argv[1], "w").write(json.dumps({"sums": json.loads(row.selectExpr("to_json(struct(*)) AS j").first().j), "found": found.first().found}))
        """;

    private const string Fields =
        """
        {"name":"flag","type":"boolean"},{"name":"small","type":"int"},{"name":"large","type":"long"},{"name":"single","type":"float"},
        {"name":"double_","type":"double"},{"name":"bytes_","type":"bytes"},{"name":"text","type":"string"},
        {"name":"symbol","type":{"type":"enum","name":"En","symbols":["A","B"]}},{"name":"fixed_","type":{"type":"fixed","name":"Fx","size":2}},
        {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
        {"name":"day","type":{"type":"int","logicalType":"date"}},{"name":"timed","type":{"type":"long","logicalType":"time-micros"}},
        {"name":"instant_millis","type":{"type":"long","logicalType":"timestamp-millis"}},
        {"name":"instant_micros","type":{"type":"long","logicalType":"timestamp-micros"}},
        {"name":"local_millis","type":{"type":"long","logicalType":"local-timestamp-millis"}},
        {"name":"local_micros","type":{"type":"long","logicalType":"local-timestamp-micros"}},
        {"name":"nanos","type":{"type":"long","logicalType":"timestamp-nanos"}},
        {"name":"id","type":{"type":"string","logicalType":"uuid"}},{"name":"span","type":{"type":"fixed","name":"Du","size":12,"logicalType":"duration"}},
        {"name":"nested","type":{"type":"record","name":"N","fields":[{"name":"ids","type":{"type":"array","items":{"type":"string","logicalType":"uuid"}}},
          {"name":"at","type":["null",{"type":"long","logicalType":"timestamp-millis"}]}]}},
        {"name":"map_","type":{"type":"map","values":"int"}},{"name":"either","type":["null","int","string"]}
        """;

    private readonly EngineFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [SparkFact]
    public async Task Spark_in_Berlin_reads_every_type_as_what_it_is()
    {
        const string Uuid = "00112233-4455-6677-8899-aabbccddeeff";
        const long Millis = 1_372_636_800_123;
        var value = AvroBytes.Framed(1).Raw(1).Long(-5).Long(1L << 40).Float(1.5f).Double(2.5).Long(3).Raw(1, 2, 255).Text("tëxt").Long(1).Raw(9, 8)
            .Long(2).Raw(0xff, 0x85).Long(15_887).Long(3_600_000_001).Long(Millis).Long((Millis * 1000) + 456).Long(Millis).Long((Millis * 1000) + 456)
            .Long((Millis * 1_000_000) + 456_789).Text(Uuid).Raw(1, 0, 0, 0, 2, 0, 0, 0, 232, 3, 0, 0)
            .Long(1).Text(Uuid).Long(0).Long(1).Long(Millis).Long(1).Text("k").Long(7).Long(0).Long(2).Text("or").ToArray();
        _fixture.Schema(1, $$"""{"type":"record","name":"E","fields":[{{Fields}}]}""");
        _fixture.Open(new StreamingQuery { Name = "q", Topic = "events", Sink = "/s", Sql = "SELECT *, 170141183460469231731687303715884105727::HUGEINT % 10::HUGEINT AS wide FROM events" });
        var file = _fixture.Run(0, Batch.Of(value)).Files.Single().Path;

        var seen = await ReadAsync(Script, file);

        var types = seen.GetProperty("types");
        Types(types, "instant_millis", "instant_micros", "_timestamp").ShouldAllBe(type => type == "timestamp");
        Types(types, "local_millis", "local_micros").ShouldAllBe(type => type == "timestamp_ntz");
        Types(types, "id", "span", "timed", "text", "symbol").ShouldAllBe(type => type == "string");
        Types(types, "price", "day", "nanos", "flag", "wide").ShouldBe(["decimal(9,2)", "date", "bigint", "boolean", "decimal(38,0)"]);

        var values = seen.GetProperty("values");
        (values.GetProperty("u1").GetInt64(), values.GetProperty("u2").GetInt64(), values.GetProperty("u3").GetInt64())
            .ShouldBe((Millis * 1000, (Millis * 1000) + 456, 1_600_000_000_000_000));
        values.GetProperty("instant_millis").GetString().ShouldBe("2013-07-01T02:00:00.123+02:00", "the same instant, as the clocks of Berlin showed it");
        values.GetProperty("local_micros").GetString().ShouldBe("2013-07-01T00:00:00.123", "what the clocks showed where it was written");
        values.GetProperty("timed").GetString().ShouldBe("01:00:00.000001");
        (values.GetProperty("id").GetString(), values.GetProperty("span").GetString()).ShouldBe((Uuid, "1 month 2 days 00:00:01"));
        (values.GetProperty("price").GetRawText(), values.GetProperty("day").GetString()).ShouldBe(("-1.23", "2013-07-01"));
        values.GetProperty("nested").GetRawText().ShouldBe($$"""{"ids": ["{{Uuid}}"], "at": "2013-07-01T02:00:00.123+02:00"}""");
        (values.GetProperty("map_").GetRawText(), values.GetProperty("either").GetProperty("member1").GetString()).ShouldBe(("""{"k": 7}""", "or"));
        values.GetProperty("nanos").GetInt64().ShouldBe((Millis * 1_000_000) + 456_789);
    }

    [SparkFact]
    public async Task Spark_reads_columns_of_every_encoding_over_several_row_groups()
    {
        const int Rows = 300_000;
        const long Micros = 1_372_636_800_123_456;
        _fixture.Schema(
            1,
            """
            {"type":"record","name":"E","fields":[{"name":"id","type":"long"},{"name":"device","type":"string"},{"name":"note","type":["null","string"]},
              {"name":"value","type":"double"},{"name":"flag","type":"boolean"},{"name":"ts","type":{"type":"long","logicalType":"timestamp-micros"}},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},{"name":"day","type":{"type":"int","logicalType":"date"}},
              {"name":"never","type":["null","int"]}]}
            """);
        _fixture.Open(new StreamingQuery { Name = "q", Topic = "events", Sink = "/s", Sql = "SELECT * FROM events" });
        var values = Enumerable.Range(0, Rows).Select(id => (byte[]?)Value(id)).ToArray();
        var file = _fixture.Run(0, Batch.Of(values)).Files.Single().Path;
        _fixture.Rows([new(file, Rows, 0)], $"SELECT created_by[:8], num_row_groups > 2 FROM parquet_file_metadata('{file}')").ShouldBe(["[\"Hops.NET\",true]"]);

        var seen = await ReadAsync(Sums, file);

        var sums = seen.GetProperty("sums");
        var ids = Enumerable.Range(0, Rows).Select(id => (long)id).ToArray();
        (Sum("rows"), Sum("ids"), Sum("notes"), Sum("own")).ShouldBe((Rows, ids.Sum(), Rows - (Rows / 3), Rows - (Rows / 3)));
        Sum("lengths").ShouldBe(ids.Where(id => id % 3 != 0).Sum(id => $"the note of {id}".Length));
        (Sum("devices"), Sum("flags"), Sum("never"), Sum("offsets")).ShouldBe((1_000, Rows / 2, 0, ids.Sum()));
        (Sum("first"), Sum("last")).ShouldBe((Micros, Micros + Rows - 1));
        sums.GetProperty("values").GetDouble().ShouldBe(ids.Sum() / 2.0);
        sums.GetProperty("prices").GetDecimal().ShouldBe(-1.23m * Rows);
        sums.GetProperty("day").GetString().ShouldBe("2013-07-01");
        seen.GetProperty("found").GetInt64().ShouldBe(1);

        long Sum(string name) => sums.GetProperty(name).GetInt64();

        static byte[] Value(int id)
        {
            var value = AvroBytes.Framed(1).Long(id).Text($"device {id % 1000}");
            value = id % 3 == 0 ? value.Long(0) : value.Long(1).Text($"the note of {id}");
            return value.Double(id / 2.0).Raw((byte)(id % 2)).Long(Micros + id).Long(2).Raw(0xff, 0x85).Long(15_887).Long(0).ToArray();
        }
    }

    private async Task<JsonElement> ReadAsync(string code, string file)
    {
        var script = Path.Combine(_fixture.Directory, "read.py");
        var answer = Path.Combine(_fixture.Directory, "answer.json");
        await File.WriteAllTextAsync(script, code);
        var start = new ProcessStartInfo(SparkFactAttribute.Program, [script, answer, file]) 
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["SPARK_MASTER"] = "local[1]";
        start.Environment["SPARK_OPTS"] = "--driver-memory 512m";
        using var spark = Process.Start(start)!;
        var (output, errors) = (spark.StandardOutput.ReadToEndAsync(), spark.StandardError.ReadToEndAsync());
        await spark.WaitForExitAsync();
        spark.ExitCode.ShouldBe(0, await output + await errors);
        return JsonElement.Parse(await File.ReadAllTextAsync(answer));
    }

    private static IEnumerable<string?> Types(JsonElement types, params string[] columns) => columns.Select(column => types.GetProperty(column).GetString());
}
