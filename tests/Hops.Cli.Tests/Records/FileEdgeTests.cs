using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Hops.Cli.Records;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Cli.Tests.Records;

/// <summary>Files as people have them: whatever the header, the separator, the line ends and the compression, a schema made of a file loads it.</summary>
public sealed class FileEdgeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-edge-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(',', "\n", false)]
    [InlineData(';', "\r\n", true)]
    [InlineData('\t', "\r", false)]
    [InlineData('|', "\n", true)]
    public void What_is_written_in_any_dialect_is_read_back(char separator, string lineEnd, bool hasMark)
    {
        string[] texts = ["plain", "two\nlines", "a,b;c\td|e", "say \"hi\"", "  blanks  ", "ümlaut 中 😀", ""];
        var lines = texts.Select((text, index) => $"{index}{separator}\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{separator}{index}.5");
        var content = (hasMark ? "\ufeff" : "") + string.Join(lineEnd, lines.Prepend($"id{separator}text{separator}half")) + lineEnd;

        var (inferred, records) = InferAndLoad("dialect.csv", Encoding.UTF8.GetBytes(content), CsvOptions.Default);

        inferred.Records.ShouldBe(texts.Length);
        records.Select(record => record["text"]!.ToString()).ShouldBe(texts);
        records.Select(record => record["half"]!.GetValue<string>()).ShouldBe(texts.Select((_, index) => $"{index}.5"));
    }

    [Fact]
    public void A_thousand_columns_and_names_of_every_kind_are_loaded_under_names_of_their_own()
    {
        string[] odd = ["", "a", "a", "A", "a b", "a-b", "a_b", "1st", "ß", "_", "\"q\"", new string('n', 300)];
        var header = odd.Concat(Enumerable.Range(odd.Length, 1000 - odd.Length).Select(index => $"c{index}")).ToList();
        var content = string.Join(';', header.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n"
            + string.Join(';', Enumerable.Range(0, 1000)) + "\n";

        var (inferred, records) = InferAndLoad("wide.csv", Encoding.UTF8.GetBytes(content), CsvOptions.Default);

        var fields = inferred.Schema["fields"]!.AsArray().Select(field => field!["name"]!.ToString()).ToList();
        fields.Distinct().Count().ShouldBe(1000);
        fields.ShouldAllBe(name => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(name[0]));
        fields.Select(name => records.Single()[name]!.ToString()).ShouldBe(Enumerable.Range(0, 1000).Select(index => $"{index}"));
        inferred.Notes.ShouldContain(note => note.StartsWith("Names of fields have letters, digits and _, each once", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("t.csv.gz")]
    [InlineData("T.CSV.GZ")]
    [InlineData("t.csv.zst")]
    [InlineData("t.tsv.zstd")]
    [InlineData("t.jsonl.gz")]
    [InlineData("t")]
    public void The_name_of_a_file_says_what_is_in_it(string name)
    {
        var isText = name.Contains("sv", StringComparison.OrdinalIgnoreCase);
        var content = Encoding.UTF8.GetBytes(isText ? "a\tb\n1\tx\n2\ty\n" : "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n");

        var (inferred, records) = InferAndLoad(name, Compressed(name, content), CsvOptions.Default);

        inferred.Schema["name"]!.ToString().ShouldBe(name.Split('.')[0]);
        records.Select(record => $"{record["a"]}{record["b"]}").ShouldBe(["1x", "2y"]);
    }

    [Theory]
    [InlineData("cut.csv.gz")]
    [InlineData("cut.csv.zst")]
    public void A_compressed_file_that_is_cut_off_is_refused_and_not_taken_for_all_there_is(string name)
    {
        var lines = Enumerable.Range(0, 20_000).Select(index => $"{index},{(index * 7919L) % 10007}");
        var whole = Compressed(name, Encoding.UTF8.GetBytes("a,b\n" + string.Join('\n', lines)));
        var path = Write(name, whole[..(whole.Length / 2)]);

        Should.Throw<PlatformException>(() => Infer(path, CsvOptions.Default)).Message.ShouldContain("is damaged or cut off");
        whole[whole.Length / 2] ^= 0x55;
        Should.Throw<PlatformException>(() => Infer(Write(name, whole), CsvOptions.Default));
        Infer(Write(name, Compressed(name, "a,b\n1,2\n"u8.ToArray())), CsvOptions.Default).Records.ShouldBe(1);
    }

    /// <summary>Logs that are rotated into one file, and tools that compress in blocks, make files of several members.</summary>
    [Theory]
    [InlineData(new[] { "a,b\n1,2\n", "3,4\n" }, 2)]
    [InlineData(new[] { "a,b\n1,2\n", "3,4\n", "" }, 2)]
    [InlineData(new[] { "a,b\n", "1,2\n3,4\n5,6\n7,8\n" }, 4)]
    public void A_file_of_several_members_is_whole_if_its_last_one_is(string[] members, int records)
    {
        var bytes = members.SelectMany(member => Compressed("x.gz", Encoding.UTF8.GetBytes(member))).ToArray();

        Infer(Write("members.csv.gz", bytes), CsvOptions.Default).Records.ShouldBe(records);
        Should.Throw<PlatformException>(() => Infer(Write("members.csv.gz", bytes[..^5]), CsvOptions.Default));
    }

    [Theory]
    [InlineData("t.csv", new byte[] { 0x1f, 0x8b, 8, 0 }, "give it a name that ends in .gz")]
    [InlineData("t.json", new byte[] { 0x28, 0xb5, 0x2f, 0xfd }, "give it a name that ends in .zst")]
    [InlineData("t.csv", new byte[] { 0xff, 0xfe, (byte)'a', 0 }, "save it as UTF-8")]
    [InlineData("t.csv", new byte[] { 0xfe, 0xff, 0, (byte)'a' }, "save it as UTF-8")]
    [InlineData("t.csv", new byte[] { (byte)'P', (byte)'K', 3, 4 }, "save the sheet as CSV")]
    [InlineData("t.parquet.gz", null, "unpack it first")]
    [InlineData("t.csv", new byte[] { (byte)'a', (byte)'\n' }, "no records")]
    [InlineData("t.json", new byte[] { (byte)' ', (byte)'\n' }, "no records")]
    public void A_file_that_is_none_of_records_is_refused_with_what_to_do(string name, byte[]? content, string reason) =>
        Should.Throw<PlatformException>(() => Infer(Write(name, content ?? Compressed(name, "PAR1"u8.ToArray())), CsvOptions.Default))
            .Message.ShouldContain(reason);

    [Theory]
    [InlineData("9.99\n10\n-0.5", """{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}""")]
    [InlineData("0.125\n100.5", """{"type":"bytes","logicalType":"decimal","precision":6,"scale":3}""")]
    [InlineData("1\n2", null)]
    [InlineData("1e3\n2.5", null)]
    [InlineData("1.5\nx", null)]
    [InlineData("0.1234567890123456789012345678901234567890\n1.5", null)]
    public void Numbers_with_a_point_draw_a_remark_with_the_type_that_holds_them_exactly(string column, string? type)
    {
        var content = "id,price\n" + string.Concat(column.Split('\n').Select((cell, index) => $"{index},{cell}\n"));
        var path = Write("prices.csv", Encoding.UTF8.GetBytes(content));

        var inferred = Infer(path, CsvOptions.Default);
        var note = inferred.Notes.SingleOrDefault(each => each.Contains("become doubles", StringComparison.Ordinal));

        if (type is null)
        {
            note.ShouldBeNull();
            return;
        }

        note.ShouldNotBeNull().ShouldStartWith("Numbers of price become doubles");
        note.ShouldContain(type);
        // The type that it names takes every number of the file.
        inferred.Schema["fields"]![1]!["type"] = JsonNode.Parse(type);
        Load(path, inferred, CsvOptions.Default).Count.ShouldBe(column.Split('\n').Length);
    }

    [Fact]
    public void Records_of_a_file_know_the_lines_on_which_they_begin_so_that_a_load_can_go_on()
    {
        var path = Write("lines.csv", "\ufeffa,b\r\n\r\n1,\"x\ny\nz\"\r\n2,p\r\n\r\n3,q"u8.ToArray());
        using var file = RecordFile.Open(path, isCsv: false);
        var schema = AvroDocument.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string"}]}""", []);

        file.Records(schema, CsvOptions.Default).Select(record => record.Line).ShouldBe([3, 6, 8]);
        file.Progress.ShouldBe(1);
    }

    private static byte[] Compressed(string name, byte[] content)
    {
        using var bytes = new MemoryStream();
        Stream? into = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".gz" => new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            ".zst" or ".zstd" => new ZstdSharp.CompressionStream(bytes, leaveOpen: true),
            _ => null,
        };
        if (into is null)
            return content;
        using (into)
            into.Write(content);
        return bytes.ToArray();
    }

    private (InferredSchema Inferred, List<JsonObject> Records) InferAndLoad(string name, byte[] content, CsvOptions options)
    {
        var path = Write(name, content);
        var inferred = Infer(path, options);
        return (inferred, Load(path, inferred, options));
    }

    private static InferredSchema Infer(string path, CsvOptions options)
    {
        using var file = RecordFile.Open(path, isCsv: false);
        return SchemaInference.Of(file, options);
    }

    /// <summary>Records of the file, each encoded to prove that the schema takes it.</summary>
    private static List<JsonObject> Load(string path, InferredSchema inferred, CsvOptions options)
    {
        using var file = RecordFile.Open(path, isCsv: false);
        var schema = AvroDocument.Parse(inferred.Schema.ToJsonString(), []);
        var encoder = new RecordEncoder(1, schema, null, options);
        var records = new List<JsonObject>();
        foreach (var record in file.Records(schema, options))
        {
            encoder.Encode(record).Value.Length.ShouldBeGreaterThan(0);
            records.Add(JsonObject.Create(record.Value.Clone())!);
        }

        return records;
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
