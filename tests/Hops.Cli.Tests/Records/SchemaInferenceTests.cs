using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Hops.Cli.Records;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Json;
using Hops.Schemas.Types;
using Hops.Streaming.DuckDb;

namespace Hops.Cli.Tests.Records;

/// <summary>The schema of a file takes every record of the file.</summary>
public sealed class SchemaInferenceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-infer-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("1\n-5", "\"long\"")]
    [InlineData("1\n2.5", "\"double\"")]
    [InlineData("1\n1e3", "\"double\"")]
    [InlineData("1\n12345678901234567890", "\"string\"")]
    [InlineData("01234\n99999", "\"string\"")]
    [InlineData("true\nFALSE", "\"boolean\"")]
    [InlineData("true\n1", "\"string\"")]
    [InlineData("2013-01-31\n2013-02-01", """{"type":"int","logicalType":"date"}""")]
    [InlineData("2013-01-31\n2013-02-01 10:00", """{"type":"long","logicalType":"timestamp-millis"}""")]
    [InlineData("2013-01-31T00:00:00Z\n2013-02-01T00:00:00Z", """{"type":"long","logicalType":"timestamp-millis"}""")]
    [InlineData("2013-01-31T10:00:00.123Z\n2013-02-01T10:00:00.123456Z", """{"type":"long","logicalType":"timestamp-micros"}""")]
    [InlineData("2013-01-31T10:00:00.123456789Z\n2013-02-01", "\"string\"")]
    [InlineData("10:00\n10:00:59.5", """{"type":"int","logicalType":"time-millis"}""")]
    [InlineData("123e4567-e89b-12d3-a456-426614174000\n123e4567-e89b-12d3-a456-426614174001", """{"type":"string","logicalType":"uuid"}""")]
    [InlineData("1\n", """["null","long"]""")]
    [InlineData("x\n", """["null","string"]""")]
    [InlineData("1\nNA", """["null","long"]""")]
    [InlineData("NA\nx", "\"string\"")]
    [InlineData("1\n\"NA\"", "\"string\"")]
    [InlineData("\n", """["null","string"]""")]
    public void A_column_of_cells_has_the_narrowest_type_of_all(string column, string type)
    {
        var cells = column.Split('\n');
        var path = Write("t.csv", "id,v\n" + string.Concat(cells.Select((cell, index) => $"{index},{cell}\n")));

        var inferred = Infer(path);

        JsonNode.DeepEquals(inferred.Schema["fields"]![1]!["type"], JsonNode.Parse(type)).ShouldBeTrue(inferred.Schema.ToJsonString());
        Load(path, inferred, cells.Contains("NA") && type.Contains("null", StringComparison.Ordinal) ? ["NA"] : []).ShouldBe(cells.Length);
    }

    [Fact]
    public void What_stands_for_a_missing_value_in_one_column_may_do_so_in_all()
    {
        var path = Write("t.csv", "n,s\n1,x\nNA,NA\n");

        var inferred = Infer(path);

        inferred.Notes.ShouldContain("'NA' seems to stand for a missing value in n: load the file with --missing NA");
        Load(path, inferred, ["NA"]).ShouldBe(2);
        Should.Throw<PlatformException>(() => Load(path, inferred, [])).Message.ShouldContain("'NA' is no whole number");
    }

    [Theory]
    [InlineData("2370,97\n7\n-0,5", "Numbers of v seem to have a decimal comma: make the schema and load the file with --decimal-comma")]
    [InlineData("1.234,50\n2,5", "v stays text: points between thousands, as in '1.234,50', are not read.")]
    [InlineData("01.03.2024 08:09:07\n31.12.2024 10:00", "v stays text: times such as '01.03.2024 08:09:07' do not say which is the day")]
    [InlineData("3/1/2024\n12/31/2024", "v stays text: times such as '3/1/2024' do not say")]
    [InlineData("2370,97\nviel", null)]
    [InlineData("01.03.2024\nmorgen", null)]
    [InlineData("2024-03-01\n2024-03-02", null)]
    public void What_a_country_writes_its_own_way_is_told(string column, string? note)
    {
        var path = Write("t.csv", "id;v\n" + string.Concat(column.Split('\n').Select((cell, index) => $"{index};{cell}\n")));

        var told = Infer(path).Notes.Where(said => said.Contains("comma", StringComparison.Ordinal) || said.Contains("stays text", StringComparison.Ordinal)).ToList();

        if (note is null)
            told.ShouldBeEmpty();
        else
            told.ShouldHaveSingleItem().ShouldStartWith(note);
    }

    [Fact]
    public void Odd_headers_have_names_under_which_the_file_is_loaded()
    {
        var path = Write("my flights-2013.csv", "\ufeffPrice (EUR);;a;a;1st\n1,5;2;3;4;\"x\ny\"\n");
        var options = CsvOptions.Default with { HasDecimalComma = true };
        using var file = RecordFile.Open(path, isCsv: false);

        var inferred = SchemaInference.Of(file, options);

        inferred.Schema["name"]!.ToString().ShouldBe("my_flights_2013");
        inferred.Schema["fields"]!.AsArray().Select(field => $"{field!["name"]} {field["type"]}").ShouldBe(["Price_EUR double", "column_2 long", "a long", "a_2 long", "_1st string"]);
        using var again = RecordFile.Open(path, isCsv: false);
        again.Records(AvroDocument.Parse(inferred.Schema.ToJsonString(), []), options).Single().Value.GetRawText()
            .ShouldBe("""{"Price_EUR":"1.5","column_2":"2","a":"3","a_2":"4","_1st":"x\ny"}""");
    }

    [Fact]
    public void Json_objects_become_records_with_what_is_in_them()
    {
        var path = Write("t.json", """[{"a":1,"b":{"c":[1,2.5],"d":true}},{"a":null,"t":"2013-01-31T10:00:00Z","b":{"c":[],"d":false}},{"a":"x","b":{"c":[null],"d":true}}]""");

        var inferred = Infer(path);

        JsonNode.DeepEquals(inferred.Schema, JsonNode.Parse(
            """
            {"type":"record","name":"t","fields":[{"name":"a","type":["null","long","string"],"default":null},
              {"name":"b","type":{"type":"record","name":"t_b","fields":[{"name":"c","type":{"type":"array","items":["null","double"]}},{"name":"d","type":"boolean"}]}},
              {"name":"t","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null}]}
            """)).ShouldBeTrue(inferred.Schema.ToJsonString());
        Load(path, inferred, []).ShouldBe(3);
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public void A_compressed_file_is_read_as_what_is_in_it(string ending)
    {
        var path = Path.Combine(_directory, "t.csv" + ending);
        using (var file = File.Create(path))
        using (Stream compressed = ending == ".gz" ? new GZipStream(file, CompressionMode.Compress) : new ZstdSharp.CompressionStream(file))
            compressed.Write("a,b\n1,x\n"u8);

        var inferred = Infer(path);

        inferred.Schema["name"]!.ToString().ShouldBe("t");
        Load(path, inferred, []).ShouldBe(1);
    }

    [Fact]
    public void Parquet_is_read_with_every_type_and_all_its_rows()
    {
        var path = Path.Combine(_directory, "t.parquet");
        using (var database = Database.Open(new DatabaseOptions { AllowedDirectories = [_directory] }))
        using (var connection = database.Connect())
        {
            connection.Execute(
                $$"""
                COPY (SELECT range AS id, range / 2 AS half, (range * 1.25)::DECIMAL(9,2) AS price, TIMESTAMPTZ '2013-01-31 10:00:00.123456+00' AS at,
                  TIMESTAMP '2013-01-31 10:00:00' AS local, DATE '1969-12-31' AS day, 'é' || range AS "the name", [1, NULL] AS list, {'x': 1.5::DECIMAL(5,1)} AS st,
                  MAP {'k': 2} AS m, '\x00\xFF'::BLOB AS raw, CASE WHEN range = 1 THEN NULL ELSE TRUE END AS flag FROM range(2500)) TO '{{path}}' (FORMAT parquet)
                """);
        }

        var inferred = Infer(path);

        inferred.Records.ShouldBe(2500);
        using var file = RecordFile.Open(path, isCsv: false);
        var schema = AvroDocument.Parse(inferred.Schema.ToJsonString(), []);
        var printed = file.Records(schema, CsvOptions.Default).Select(record => Printed(schema.Schema, record)).ToList();
        printed.Count.ShouldBe(2500);
        printed[1].ShouldBe(
            """{"id":1,"half":0.5,"price":"1.25","at":"2013-01-31T10:00:00.123456Z","local":"2013-01-31T10:00:00","day":"1969-12-31","the_name":"é1","list":[1,null],"st":{"x":"1.5"},"m":{"k":2},"raw":"\u0000ÿ","flag":null}""");
    }

    [Fact]
    public void What_is_no_parquet_and_what_is_empty_is_told_so()
    {
        Should.Throw<PlatformException>(() => Infer(Write("x.parquet", "no"))).Message.ShouldContain("x.parquet cannot be read as Parquet");
        Should.Throw<PlatformException>(() => Infer(Write("x.csv", "a,b\n"))).Message.ShouldContain("no records");
        Should.Throw<PlatformException>(() => Infer(Write("x.json", ""))).Message.ShouldContain("no records");
    }

    private static string Printed(AvroSchema schema, InputRecord record)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        PlainJson.Encode(schema, record.Value, bytes);
        return Encoding.UTF8.GetString(PlainJson.Decode(Hops.Schemas.Binary.DecodePlan.Of(schema), bytes.WrittenSpan));
    }

    private static InferredSchema Infer(string path)
    {
        using var file = RecordFile.Open(path, isCsv: false);
        return SchemaInference.Of(file, CsvOptions.Default);
    }

    private static int Load(string path, InferredSchema inferred, string[] missing)
    {
        using var file = RecordFile.Open(path, isCsv: false);
        var schema = AvroDocument.Parse(inferred.Schema.ToJsonString(), []);
        return file.Records(schema, new CsvOptions(missing)).Count(record => Printed(schema.Schema, record).Length > 0);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
