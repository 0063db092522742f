using Hops.Cli.Records;
using Hops.Core.Errors;

namespace Hops.Cli.Tests.Records;

public sealed class CsvRecordsTests
{
    private const string Schema =
        """
        {"type":"record","name":"R","fields":[{"name":"a","type":["null","long"],"default":null},{"name":"b","type":["null","string"],"default":null},
          {"name":"c","type":"string","default":"-"},{"name":"d","type":["null","double"],"default":null},{"name":"Price_EUR","type":"double","default":0}]}
        """;

    [Theory]
    [InlineData("a,b\n1,x\n", "2 {\"a\":\"1\",\"b\":\"x\"}")]
    [InlineData("\ufeffa,b\n1,x", "2 {\"a\":\"1\",\"b\":\"x\"}")]
    [InlineData("a;b\n1;x,y\n", "2 {\"a\":\"1\",\"b\":\"x,y\"}")]
    [InlineData("a\tb\r\n1\tx\r\n", "2 {\"a\":\"1\",\"b\":\"x\"}")]
    [InlineData("a|b\r1|x\r", "2 {\"a\":\"1\",\"b\":\"x\"}")]
    [InlineData("a,b\n\n1,\"x\"\"y\"\n\n", "3 {\"a\":\"1\",\"b\":\"x\\u0022y\"}")]
    [InlineData("\"a\" , b\n1,x\n", null)]
    [InlineData(" b ,a\nx,1\n", "2 {\"b\":\"x\",\"a\":\"1\"}")]
    [InlineData("a,Price (EUR)\n1,2\n", "2 {\"a\":\"1\",\"Price_EUR\":\"2\"}")]
    public void A_line_is_a_record_whatever_stands_between_its_cells(string text, string? record)
    {
        if (record is null)
            Should.Throw<PlatformException>(() => InputText.Csv(text, Schema)).Message.ShouldContain("closing quote");
        else
            InputText.Csv(text, Schema).ShouldBe([record]);
    }

    [Fact]
    public void A_quoted_cell_may_have_line_ends_and_the_lines_after_it_keep_their_numbers() =>
        InputText.Csv("a,b\n1,\"x\ny\r\nz\"\n2,w\n", Schema).ShouldBe(["2 {\"a\":\"1\",\"b\":\"x\\ny\\r\\nz\"}", "5 {\"a\":\"2\",\"b\":\"w\"}"]);

    [Fact]
    public void An_empty_cell_and_a_named_text_are_missing_and_quoted_ones_never()
    {
        var options = new CsvOptions(["NA", "-"]);

        InputText.Csv("a,b,c\n,,\nNA,NA,NA\n-,\"NA\",\"\"\n1,\"\",\"-\"\n", Schema, options).ShouldBe(
            ["2 {}", "3 {}", "4 {\"b\":\"NA\",\"c\":\"\"}", "5 {\"a\":\"1\",\"b\":\"\",\"c\":\"-\"}"]);
    }

    [Fact]
    public void An_empty_cell_of_a_field_that_is_nothing_but_a_text_is_an_empty_text() =>
        InputText.Csv("a,b\n1,\n", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string"}]}""")
            .ShouldBe(["2 {\"a\":\"1\",\"b\":\"\"}"]);

    [Theory]
    [InlineData("1,5", "1.5")]
    [InlineData("-0,25", "-0.25")]
    [InlineData("7", "7")]
    [InlineData("1.234,5", "1.234,5")]
    [InlineData("1,2,3", "1,2,3")]
    public void A_decimal_comma_becomes_a_point_and_separators_of_thousands_are_left_to_be_refused(string cell, string number) =>
        InputText.Csv($"b;d\n1,5;{cell}\n", Schema, CsvOptions.Default with { HasDecimalComma = true }).ShouldBe([$"2 {{\"b\":\"1,5\",\"d\":\"{number}\"}}"]);

    [Theory]
    [InlineData("a,b\n1\n", 2, "it has 1 cells and the header 2")]
    [InlineData("a,b\n1,\"x\n", 2, "a quote is not closed")]
    [InlineData("a,b\n1,x\n2,\"x\"y\n", 3, "text follows after a closing quote")]
    [InlineData("a,nope\n1,2\n", 1, "'R' has no field 'nope'; it has a, b, c, d, Price_EUR")]
    [InlineData("a,a\n1,2\n", 1, "no field 'a', and the header names 'a' twice")]
    [InlineData("a,\n1,2\n", 1, "no field for column 2, which has no name")]
    public void What_does_not_fit_is_told_with_its_line(string text, long line, string reason)
    {
        var refusal = Should.Throw<PlatformException>(() => InputText.Csv(text, Schema));

        Convert.ToInt64(refusal.Facts["line"], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(line);
        refusal.Message.ShouldContain(reason);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_and_named_where_they_stand()
    {
        var bytes = "a,b\n1,x\n2,M?nchen\n"u8.ToArray();
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xfc;

        var records = CsvRecords.Read(InputText.Bytes(bytes), Hops.Schemas.Avro.AvroSchema.Parse(Schema), CsvOptions.Default).GetEnumerator();
        records.MoveNext().ShouldBeTrue();
        Should.Throw<PlatformException>(() => records.MoveNext()).Message.ShouldStartWith("Line 3: the byte 0xfc is not UTF-8");
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a', 0 }, "UTF-16")]
    [InlineData(new byte[] { 0x1f, 0x8b, 8, 0 }, ".gz")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 }, "Excel")]
    [InlineData(new byte[] { (byte)'P', (byte)'A', (byte)'R', (byte)'1' }, ".parquet")]
    public void A_file_that_is_no_text_is_told_by_its_first_bytes(byte[] bytes, string reason) =>
        Should.Throw<PlatformException>(() => InputText.Bytes(bytes).Peek()).Message.ShouldContain(reason);

    [Fact]
    public void A_thousand_columns_are_a_record_of_a_thousand_fields()
    {
        var names = Enumerable.Range(0, 1000).Select(index => $"c{index}").ToList();
        var schema = $$"""{"type":"record","name":"Wide","fields":[{{string.Join(',', names.Select(name => $$"""{"name":"{{name}}","type":"int"}"""))}}]}""";
        var text = $"{string.Join(';', names)}\n{string.Join(';', Enumerable.Range(0, 1000))}\n";

        var record = CsvRecords.Read(InputText.Bytes(text), Hops.Schemas.Avro.AvroSchema.Parse(schema), CsvOptions.Default).Single();

        record.Value.EnumerateObject().Count().ShouldBe(1000);
        record.Value.GetProperty("c999").GetString().ShouldBe("999");
    }

    [Fact]
    public void A_line_has_the_same_limit_as_a_line_of_json()
    {
        var big = new string('x', InputLimits.RecordLengthBytesMax);

        Should.Throw<PlatformException>(() => InputText.Csv($"b\nx{big}\n", Schema)).Code.ShouldBe(ErrorCode.TooLarge);
        Should.Throw<PlatformException>(() => InputText.Json($"{{\"b\":\"{big}\"}}\n")).Code.ShouldBe(ErrorCode.TooLarge);
        Should.Throw<PlatformException>(() => InputText.Csv(string.Join(',', Enumerable.Range(0, InputLimits.CellsMax + 1)), Schema)).Code.ShouldBe(ErrorCode.TooLarge);
    }

    [Fact]
    public void Columns_have_names_of_fields_each_once() =>
        ColumnNames.Of("a,b,a,,a b,1st,Größe,_x_,a".Split(',')).ShouldBe(["a", "b", "a_2", "column_4", "a_b", "_1st", "Gr_e", "_x_", "a_3"]);
}
