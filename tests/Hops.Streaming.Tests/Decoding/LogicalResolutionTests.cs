using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Decoding;

/// <summary>Columns of records whose writers gave them other logical types than the reader.</summary>
public sealed class LogicalResolutionTests : IDisposable
{
    private readonly EngineFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [DuckDbFact]
    public void A_decimal_is_read_under_the_scale_of_the_reader_also_inside_of_others()
    {
        var fields = (int scale) => $$$"""
            {"name":"a","type":{{{Decimal(12, scale)}}}},
            {"name":"b","type":["null",{"type":"record","name":"B","fields":[{"name":"c","type":{"type":"array","items":{{{Decimal(12, scale)}}} }}]}]}
            """;
        var value = AvroBytes.Framed(2).Long(2).Raw(0x01, 0x3a).Long(1).Long(1).Long(1).Raw(0x96).Long(0).ToArray();
        Rows(fields(2), fields(3), value).ShouldBe(["[\"3.140\",{\"c\":[\"-1.060\"]}]"]);
    }

    [DuckDbFact]
    public void Decimals_that_the_reader_cannot_hold_are_bad_records()
    {
        var bad = AvroBytes.Framed(2).Long(2).Raw(0x0c, 0x45).ToArray();
        var good = AvroBytes.Framed(2).Long(2).Raw(0x0c, 0x44).ToArray();
        Rows(Field(Decimal(9, 3)), Field(Decimal(9, 2)), 1, good, bad).ShouldBe(["[\"3.14\"]"]);
        Rows(Field(Decimal(9, 2)), Field(Decimal(4, 3)), 1, AvroBytes.Framed(2).Long(2).Raw(0x0c, 0x44).ToArray()).ShouldBeEmpty();
        Rows(Field("\"string\""), Field(Decimal(9, 2)), 1, AvroBytes.Framed(2).Text("1.5").ToArray()).ShouldBeEmpty();
    }

    [DuckDbFact]
    public void A_decimal_of_a_long_fixed_is_a_number_like_any_other()
    {
        var type = """{"type":"fixed","name":"F","size":20,"logicalType":"decimal","precision":10,"scale":2}""";
        var value = AvroBytes.Framed(2).Raw([.. Enumerable.Repeat((byte)0xff, 18), 0xfe, 0xc6]).ToArray();
        Rows(Field(type), Field(type), value).ShouldBe(["[\"-3.14\"]"]);
    }

    [DuckDbTheory]
    [InlineData("timestamp-millis", "timestamp-micros", 1_500, "1970-01-01T00:00:01.500000")]
    [InlineData("timestamp-micros", "timestamp-millis", 1_500_001, "1970-01-01T00:00:01.500001")]
    [InlineData("timestamp-nanos", "timestamp-millis", 1_500_000_000, "1970-01-01T00:00:01.500000")]
    [InlineData("local-timestamp-nanos", "local-timestamp-micros", -1_000, "1969-12-31T23:59:59.999999")]
    [InlineData("time-micros", "time-micros", 1_500_000, "00:00:01.5")]
    public void A_time_is_the_same_time_whatever_the_units_of_writer_and_reader(string writer, string reader, long value, string expected) =>
        Rows(Field(Long(writer)), Field(Long(reader)), AvroBytes.Framed(2).Long(value).ToArray()).Single().Trim('[', ']', '"').TrimEnd('Z').ShouldBe(expected);

    [DuckDbFact]
    public void A_time_of_day_in_milliseconds_is_not_read_as_microseconds() =>
        Rows(Field("""{"type":"int","logicalType":"time-millis"}"""), Field(Long("time-micros")), AvroBytes.Framed(2).Long(1_500).ToArray())
            .ShouldBe(["[\"00:00:01.5\"]"]);

    [DuckDbFact]
    public void Nanoseconds_are_whole_numbers_and_others_are_converted_to_them()
    {
        Rows(Field(Long("timestamp-millis")), Field(Long("timestamp-nanos")), AvroBytes.Framed(2).Long(-5).ToArray()).ShouldBe(["[-5000000]"]);
        Rows(Field(Long("timestamp-nanos")), Field(Long("timestamp-nanos")), AvroBytes.Framed(2).Long(7).ToArray()).ShouldBe(["[7]"]);
        Rows(Field(Long("timestamp-millis")), Field(Long("timestamp-nanos")), 1, AvroBytes.Framed(2).Long(long.MaxValue / 10).ToArray()).ShouldBeEmpty();
        Rows(Field(Long("timestamp-nanos")), Field(Long("timestamp-micros")), 1, AvroBytes.Framed(2).Long(7).ToArray()).ShouldBeEmpty();
    }

    [DuckDbTheory]
    [InlineData("timestamp-millis", "local-timestamp-millis")]
    [InlineData("local-timestamp-micros", "timestamp-micros")]
    [InlineData("time-micros", "timestamp-micros")]
    public void Types_of_another_meaning_are_bad_records(string writer, string reader) =>
        Rows(Field(Long(writer)), Field(Long(reader)), 1, AvroBytes.Framed(2).Long(5).ToArray()).ShouldBeEmpty();

    [DuckDbFact]
    public void A_default_is_read_under_the_schema_that_gives_it()
    {
        var added = """{"name":"p","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":3},"default":"\u0001:"}""";
        Rows(Field("\"int\""), Field("\"int\"") + "," + added, AvroBytes.Framed(2).Long(1).ToArray()).ShouldBe(["[1,\"0.314\"]"]);
    }

    [DuckDbFact]
    public void A_name_comes_before_an_alias_wherever_the_writer_has_both()
    {
        var reader = """{"name":"name","type":"string","aliases":["title"]}""";
        Rows("""{"name":"title","type":"string"},{"name":"name","type":"string"}""", reader, AvroBytes.Framed(2).Text("no").Text("yes").ToArray())
            .ShouldBe(["[\"yes\"]"]);
    }

    private IReadOnlyList<string> Rows(string writer, string reader, params byte[][] values) => Rows(writer, reader, 0, values);

    private IReadOnlyList<string> Rows(string writer, string reader, int badExpected, params byte[][] values)
    {
        _fixture.Schema(1, Record(reader)).Schema(2, Record(writer));
        _fixture.Open(new StreamingQuery
        {
            Name = "q", Topic = "events", Sink = "/s", BadRecords = BadRecordPolicy.DeadLetter, DeadLetterTopic = "bad",
            Sql = "SELECT * EXCLUDE (_key, _topic, _partition, _offset, _timestamp) FROM events",
        });
        var result = _fixture.Run(0, Batch.Of(values));
        result.DeadLetters.Count.ShouldBe(badExpected, string.Join("; ", result.DeadLetters.Select(bad => bad.Reason)));
        return _fixture.Rows(result.Files);
    }

    private static string Field(string type) => $$"""{"name":"f","type":{{type}}}""";

    private static string Record(string fields) => $$"""{"type":"record","name":"E","fields":[{{fields}}]}""";

    private static string Long(string logical) => $$"""{"type":"long","logicalType":"{{logical}}"}""";

    private static string Decimal(int precision, int scale) =>
        $$"""{"type":"bytes","logicalType":"decimal","precision":{{precision}},"scale":{{scale}}}""";
}
