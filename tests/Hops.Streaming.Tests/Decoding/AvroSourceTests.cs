using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Decoding;

public sealed class AvroSourceTests : IDisposable
{
    private readonly EngineFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [DuckDbFact]
    public void Every_type_arrives_as_the_type_of_DuckDB_that_fits_it()
    {
        var value = AvroBytes.Framed(1).Raw(1).Long(-5).Long(1L << 40).Float(1.5f).Double(2.5).Long(3).Raw(1, 2, 255).Text("tëxt").Long(1)
            .Raw(9, 8).Long(2).Raw(0xff, 0x85).Long(15_000).Long(3_600_000).Long(3_600_000_001).Long(1_357_034_400_123).Long(1_357_034_400_123_456)
            .Text("00112233-4455-6677-8899-aabbccddeeff").Raw(1, 0, 0, 0, 2, 0, 0, 0, 232, 3, 0, 0).ToArray();
        Rows(
            """
            {"name":"b","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},{"name":"f","type":"float"},{"name":"d","type":"double"},
            {"name":"y","type":"bytes"},{"name":"s","type":"string"},{"name":"e","type":{"type":"enum","name":"En","symbols":["A","a_symbol_of_many_letters"]}},
            {"name":"x","type":{"type":"fixed","name":"Fx","size":2}},{"name":"n","type":{"type":"bytes","logicalType":"decimal","precision":5,"scale":2}},
            {"name":"da","type":{"type":"int","logicalType":"date"}},{"name":"tm","type":{"type":"int","logicalType":"time-millis"}},
            {"name":"tu","type":{"type":"long","logicalType":"time-micros"}},{"name":"sm","type":{"type":"long","logicalType":"timestamp-millis"}},
            {"name":"su","type":{"type":"long","logicalType":"local-timestamp-micros"}},{"name":"u","type":{"type":"string","logicalType":"uuid"}},
            {"name":"p","type":{"type":"fixed","name":"Du","size":12,"logicalType":"duration"}}
            """,
            value).ShouldBe(
            ["[true,-5,1099511627776,1.5,2.5,\"AQL/\",\"tëxt\",\"a_symbol_of_many_letters\",\"CQg=\",\"-1.23\",\"2011-01-26\",\"01:00:00\",\"01:00:00.000001\","
             + "\"2013-01-01T10:00:00.123000Z\",\"2013-01-01T10:00:00.123456\",\"00112233-4455-6677-8899-aabbccddeeff\",\"1 month 2 days 00:00:01\"]"]);
    }

    [DuckDbFact]
    public void Nested_values_and_nulls_inside_them_arrive()
    {
        const string Fields = """
            {"name":"r","type":["null",{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","string"]}]}]},
            {"name":"l","type":{"type":"array","items":["null","long"]}},
            {"name":"m","type":{"type":"map","values":{"type":"array","items":"string"}}},
            {"name":"u","type":["null","int","string"]}
            """;
        Rows(
            Fields,
            AvroBytes.Framed(1).Long(0).Long(0).Long(0).Long(0).ToArray(),
            AvroBytes.Framed(1).Long(1).Long(7).Long(1).Text("seven").Long(2).Long(0).Long(1).Long(5).Long(1).Long(1).Long(6).Long(0)
                .Long(-1).Long(8).Text("k").Long(2).Text("p").Text("a text of many letters").Long(0).Long(0).Long(2).Text("u").ToArray(),
            AvroBytes.Framed(1).Long(1).Long(8).Long(0).Long(0).Long(0).Long(1).Long(9).ToArray()).ShouldBe(
            ["[null,[],[],null]",
             "[{\"a\":7,\"b\":\"seven\"},[null,5,6],[{\"key\":\"k\",\"value\":[\"p\",\"a text of many letters\"]}],{\"member0\":null,\"member1\":\"u\"}]",
             "[{\"a\":8,\"b\":null},[],[],{\"member0\":9,\"member1\":null}]"]);
    }

    [DuckDbFact]
    public void Long_lists_grow_and_bad_records_between_them_leave_no_trace()
    {
        _fixture.Schema(1, Record("""{"name":"id","type":"int"},{"name":"l","type":{"type":"array","items":["null","string"]}}"""));
        _fixture.Open(Query("SELECT id, len(l) AS n, len(list_filter(l, v -> v IS NULL)) AS nulls, list_last(l) AS last FROM events"));
        var values = Enumerable.Range(0, 500).Select(id => (byte[]?)List(id, 100, id % 5 == 0)).ToArray();
        var result = _fixture.Run(0, Batch.Of(values));
        result.BadRecordCount.ShouldBe(100);
        _fixture.Rows(result.Files, "SELECT count(*), sum(n)::BIGINT, sum(nulls)::BIGINT, count(*) FILTER (WHERE last = 'v99 of ' || id) FROM output")
            .ShouldBe([$"[400,40000,{400 * 33},400]"]);
    }

    [DuckDbFact]
    public void Records_of_older_and_newer_writers_are_resolved_to_the_reader()
    {
        _fixture
            .Schema(1, Record("""{"name":"id","type":"long"},{"name":"name","type":"string","aliases":["title"]},{"name":"kind","type":["null","string"],"default":null},{"name":"score","type":"double","default":1.5}"""))
            .Schema(2, Record("""{"name":"extra","type":{"type":"map","values":"int"}},{"name":"title","type":"bytes"},{"name":"id","type":"int"},{"name":"tail","type":["null","float"]}"""))
            .Schema(3, Record("""{"name":"id","type":"string"},{"name":"name","type":"string"}"""));
        _fixture.Open(Query("SELECT * EXCLUDE (_key, _topic, _partition, _offset, _timestamp) FROM events"));
        var result = _fixture.Run(0, Batch.Of(
            AvroBytes.Framed(1).Long(1).Text("one").Long(1).Text("new").Double(9).ToArray(),
            AvroBytes.Framed(2).Long(1).Text("k").Long(4).Long(0).Text("two").Long(2).Long(1).Float(3).ToArray(),
            AvroBytes.Framed(3).Text("three").Text("three").ToArray()));
        _fixture.Rows(result.Files).ShouldBe(["[1,\"one\",\"new\",9]", "[2,\"two\",null,1.5]"], ignoreOrder: true);
        result.BadRecordCount.ShouldBe(1);
    }

    [DuckDbFact]
    public void Mutated_bytes_are_bad_records_and_never_a_crash()
    {
        const string Fields = """
            {"name":"s","type":"string"},{"name":"l","type":{"type":"array","items":{"type":"map","values":"long"}}},
            {"name":"u","type":["null",{"type":"enum","name":"Kind","symbols":["A","B"]}]},{"name":"t","type":{"type":"long","logicalType":"timestamp-micros"}}
            """;
        var good = AvroBytes.Framed(1).Text("some text here").Long(1).Long(2).Text("a").Long(1).Text("b").Long(2).Long(0).Long(0).Long(1).Long(1)
            .Long(1_357_034_400_123_456).ToArray();
        var random = new Random(20130101);
        var values = Enumerable.Range(0, 20_000).Select(_ => (byte[]?)Mutate(good, random)).Append(good).ToArray();
        _fixture.Schema(1, Record(Fields));
        _fixture.Open(Query("SELECT s, l, u, t FROM events"));
        var result = _fixture.Run(0, Batch.Of(values));
        (result.RowsIn + result.BadRecordCount).ShouldBe(20_001);
        result.RowsOut.ShouldBe(result.RowsIn);
        result.BadRecordCount.ShouldBeGreaterThan(5_000);
    }

    [DuckDbFact]
    public void A_column_alone_is_what_it_is_among_all_others()
    {
        const string Fields = """
            {"name":"a","type":"long"},{"name":"b","type":["null","string"]},{"name":"c","type":["double","null"]},{"name":"d","type":"string"},
            {"name":"e","type":["null","int","string"]},{"name":"f","type":{"type":"fixed","name":"Fx","size":3}},{"name":"g","type":"float"},
            {"name":"h","type":["null",{"type":"array","items":["null","long"]}]},{"name":"i","type":"boolean"},
            {"name":"j","type":["null",{"type":"long","logicalType":"timestamp-micros"}]},{"name":"k","type":"int"}
            """;
        _fixture.Schema(1, Record(Fields));
        var random = new Random(20130102);
        var batch = Batch.Of([.. Enumerable.Range(0, 3_000).Select(_ => (byte[]?)OfAllKinds(random))]);
        _fixture.Open(Query("SELECT * FROM events"));
        var all = _fixture.Run(0, batch).Files;
        foreach (var column in "abcdefghijk")
        {
            _fixture.Open(Query($"SELECT _offset, {column} FROM events"));
            var alone = _fixture.Run(0, batch).Files;
            var select = $"SELECT _offset, {column} FROM output ORDER BY _offset";
            _fixture.Rows(alone, select).ShouldBe(_fixture.Rows(all, select));
        }
    }

    [DuckDbTheory]
    [InlineData("t", 1_700_000_000_000, 7)]
    [InlineData("_timestamp", 1_600_000_000_000, 1)]
    public void What_is_known_of_a_record_stays_with_its_value_where_bad_ones_are_between(string eventTime, long firstMs, int stepMs)
    {
        const int Records = 10_000;
        _fixture.Schema(1, Record("""{"name":"id","type":"long"},{"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}}"""));
        _fixture.Open(Query("SELECT id, _offset, _timestamp, _partition, _topic, _key FROM events") with { Watermark = new QueryWatermark(eventTime, 0) });
        var values = Enumerable.Range(0, Records).Select(id => (byte[]?)(IsBad(id) ? [1, 2, 3] : AvroBytes.Framed(1).Long(id).Long(1_700_000_000_000 + (id * 7L)).ToArray()));
        var result = _fixture.Run(0, Batch.Of("events", 3, 0, [.. values]));

        var good = Enumerable.Range(0, Records).Where(id => !IsBad(id)).ToArray();
        result.EventTimes.ShouldBe(new EventTimes(firstMs + (good[0] * stepMs), firstMs + (good[^1] * stepMs), (long)good.Average(id => firstMs + (id * (double)stepMs))));
        _fixture.Rows(
            result.Files,
            "SELECT count(*), count(DISTINCT id), count(*) FILTER (id = _offset AND epoch_ms(_timestamp) = 1600000000000 + id AND _partition = 3 AND _topic = 'events' AND _key IS NULL) FROM output")
            .ShouldBe([$"[{good.Length},{good.Length},{good.Length}]"]);

        static bool IsBad(int id) => id % 7 == 0 || id is > 4_000 and < 7_000;
    }

    [DuckDbFact]
    public void A_recursive_schema_has_no_columns_but_a_recursive_field_is_skipped()
    {
        const string Recursive = """{"name":"id","type":"int"},{"name":"next","type":["null","E"]}""";
        Should.Throw<PlatformException>(() => AvroLayout.Of(AvroSchema.Parse(Record(Recursive)))).Code.ShouldBe(ErrorCode.InvalidSchema);
        _fixture.Schema(1, Record("""{"name":"id","type":"int"}""")).Schema(2, Record(Recursive));
        _fixture.Open(Query("SELECT id FROM events"));
        var deep = AvroBytes.Framed(2);
        for (var depth = 0; depth < 100_000; depth++)
            deep.Long(depth).Long(1);
        var result = _fixture.Run(0, Batch.Of(AvroBytes.Framed(2).Long(1).Long(1).Long(2).Long(0).ToArray(), deep.Long(1).Long(0).ToArray()));
        _fixture.Rows(result.Files).ShouldBe(["[1]"]);
        result.DeadLetters.ShouldHaveSingleItem().Reason.ShouldBe("the record is nested too deeply");
    }

    private IReadOnlyList<string> Rows(string fields, params byte[]?[] values)
    {
        _fixture.Schema(1, Record(fields));
        _fixture.Open(Query("SELECT * EXCLUDE (_key, _topic, _partition, _offset, _timestamp) FROM events"));
        var result = _fixture.Run(0, Batch.Of(values));
        result.DeadLetters.Select(record => record.Reason).ShouldBeEmpty();
        return _fixture.Rows(result.Files);
    }

    private static StreamingQuery Query(string sql) =>
        new() { Name = "q", Topic = "events", Sink = "/s", Sql = sql, BadRecords = BadRecordPolicy.DeadLetter, DeadLetterTopic = "bad" };

    private static string Record(string fields) => $$"""{"type":"record","name":"E","fields":[{{fields}}]}""";

    private static byte[] OfAllKinds(Random random)
    {
        var bytes = AvroBytes.Framed(1).Long(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
        _ = random.Next(2) == 0 ? bytes.Long(0) : bytes.Long(1).Text(new string('b', random.Next(30)));
        _ = random.Next(2) == 0 ? bytes.Long(1) : bytes.Long(0).Double(random.NextDouble());
        bytes.Text(new string('d', random.Next(300)));
        _ = random.Next(3) switch { 0 => bytes.Long(0), 1 => bytes.Long(1).Long(random.Next()), _ => bytes.Long(2).Text("e") };
        bytes.Raw(1, 2, (byte)random.Next(256)).Float(random.NextSingle());
        _ = random.Next(2) == 0 ? bytes.Long(0) : bytes.Long(1).Long(2).Long(0).Long(1).Long(random.Next()).Long(0);
        bytes.Raw((byte)random.Next(2));
        _ = random.Next(2) == 0 ? bytes.Long(0) : bytes.Long(1).Long(random.NextInt64(1L << 50));
        return bytes.Long(random.Next()).ToArray();
    }

    private static byte[] List(int id, int count, bool isBad)
    {
        var bytes = AvroBytes.Framed(1).Long(id).Long(count);
        for (var index = 0; index < count; index++)
            _ = index % 3 == 1 ? bytes.Long(0) : bytes.Long(1).Text($"v{index} of {id}");
        return isBad ? bytes.Long(1).Long(9).ToArray() : bytes.Long(0).ToArray();
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = (byte[])good.Clone();
        for (var change = random.Next(1, 4); change > 0; change--)
            bytes[random.Next(5, bytes.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
