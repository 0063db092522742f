using System.Buffers.Binary;
using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Types;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Decoding;

public sealed class JsonSourceTests : IDisposable
{
    private const string Fields = "SELECT * EXCLUDE (_key, _topic, _partition, _offset, _timestamp) FROM events";

    private readonly EngineFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [DuckDbFact]
    public void Every_type_arrives_as_the_type_of_DuckDB_that_fits_it()
    {
        Rows(
            """
            {"type":"object","required":["b"],"properties":{"b":{"type":"boolean"},"i":{"type":["null","integer"]},"n":{"type":"number"},"s":{"type":"string","maxLength":99},
             "t":{"type":"string","format":"date-time"},"e":{"enum":["A","B",null]},"o":{"type":"object","properties":{"x":{"type":"integer"},"y":{"type":"string"}}},
             "l":{"type":"array","items":{"anyOf":[{"type":"null"},{"type":"string"}]}},"m":{"type":"object","additionalProperties":{"type":"integer"}},
             "u":{"oneOf":[{"type":"string"},{"type":"object","properties":{"k":{"type":"integer"}}}]},"a":{}}}
            """,
            """{"b":true,"i":9007199254740993,"n":0.1,"s":"a text of more than twelve bytes","t":"2013-01-01T12:00:00.123456+02:00","e":"B","o":{"y":"why","x":1},"l":["one",null,"three"],"m":{"k":1, "j":2},"u":{"k":[1]},"a":[true]}""",
            """{"a":"text","u":"word","b":false,"i":1.0,"n":-1e3,"t":"2013-01-01T10:00:00","e":null,"l":[],"unknown":{"b":[1,{"i":2}]}}""",
            """ { } """).ShouldBe(
            ["""[true,9007199254740993,0.1,"a text of more than twelve bytes","2013-01-01T10:00:00.123456Z","B",{"x":1,"y":"why"},["one",null,"three"],"{\"k\":1, \"j\":2}","{\"k\":[1]}","[true]"]""",
             """[false,1,-1000,null,"2013-01-01T10:00:00Z",null,null,[],null,"\"word\"","\"text\""]""",
             "[null,null,null,null,null,null,null,null,null,null,null]"]);
        _fixture.Plan(Query(Fields)).OutputColumns.Select(column => column.Type.ToSql()).ShouldBe(
            ["BOOLEAN", "BIGINT", "DOUBLE", "VARCHAR", "TIMESTAMP WITH TIME ZONE", "VARCHAR", "STRUCT(\"x\" BIGINT, \"y\" VARCHAR)", "VARCHAR[]", "VARCHAR", "VARCHAR", "VARCHAR"]);
    }

    [DuckDbFact]
    public void Texts_with_escapes_are_the_texts_that_they_mean_however_many_there_are()
    {
        const int Count = 10_000;
        _fixture.Schema(1, """{"properties":{"n":{"type":"integer"},"s":{"type":"string"},"l":{"type":"array","items":{"type":"string"}}}}""", SchemaType.Json);
        _fixture.Open(Query("SELECT s, l FROM events"));
        var values = Enumerable.Range(0, Count)
            .Select(n => (byte[]?)Framed(1, $$"""{"\u006e":{{n}},"s":"tab\t \u00e9 \ud83d\ude00 number {{n}}","l":["\"","a \\ quote \" of some length {{n}}"]}""")).ToArray();
        var result = _fixture.Run(0, Batch.Of(values));
        result.BadRecordCount.ShouldBe(0);
        _fixture.Rows(result.Files).ShouldBe(Enumerable.Range(0, Count).Select(n => $$"""["tab\t é \uD83D\uDE00 number {{n}}",["\"","a \\ quote \" of some length {{n}}"]]"""));
    }

    [DuckDbFact]
    public void Lists_of_objects_of_lists_grow_and_bad_records_between_them_leave_no_trace()
    {
        _fixture.Schema(1, """{"properties":{"id":{"type":"integer"},"l":{"type":"array","items":{"type":["object","null"],"properties":{"v":{"type":"string"},"w":{"type":"array","items":{"type":"integer"}}}}}}}""", SchemaType.Json);
        _fixture.Open(Query("SELECT id, len(l) AS n, len(list_filter(l, v -> v IS NULL)) AS nulls, list_sum(list_transform(l, v -> list_sum(v.w))) AS total, list_last(l).v AS last FROM events"));
        var values = Enumerable.Range(0, 500).Select(id => (byte[]?)Framed(1, List(id, 100, id % 5 == 0))).ToArray();
        var result = _fixture.Run(0, Batch.Of(values));
        result.BadRecordCount.ShouldBe(100);
        _fixture.Rows(result.Files, "SELECT count(*), sum(n)::BIGINT, sum(nulls)::BIGINT, sum(total)::BIGINT, count(*) FILTER (WHERE last = 'v99 of ' || id) FROM output")
            .ShouldBe([$"[400,40000,{400 * 33},{400 * Enumerable.Range(0, 100).Where(index => index % 3 != 1).Sum()},400]"]);
    }

    [DuckDbFact]
    public void Parts_that_hold_at_once_are_put_together_and_references_are_followed()
    {
        var part = new NamedSchema("part.json", TypedSchema.Parse(SchemaType.Json, """{"type":"object","properties":{"code":{"type":"string"}}}""", []));
        _fixture.Schema(
            1,
            """
            {"$schema":"http://json-schema.org/draft-07/schema#","allOf":[{"properties":{"id":{"type":"number"}}},{"$ref":"#/definitions/more"}],
             "definitions":{"more":{"type":"object","properties":{"id":{"type":"integer"},"carrier":{"$ref":"part.json"},"next":{"$ref":"#/definitions/more"}}}}}
            """,
            SchemaType.Json,
            part);
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(Framed(1, """{"id":1,"carrier":{"code":"UA"},"next":{"id":2}}""")));
        _fixture.Rows(result.Files).ShouldBe(["""[1,{"code":"UA"},"{\"id\":2}"]"""]);
    }

    [DuckDbFact]
    public void Records_of_other_versions_are_read_by_name_and_those_of_another_type_are_bad()
    {
        _fixture
            .Schema(1, """{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}}}""", SchemaType.Json)
            .Schema(2, """{"type":"object","properties":{"older":{"type":"string"},"id":{"type":"integer"}}}""", SchemaType.Json)
            .Schema(3, """{"type":"record","name":"R","fields":[{"name":"id","type":"long"}]}""");
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(Framed(1, """{"id":1,"name":"one"}"""), Framed(2, """{"older":"x","id":2}"""), AvroBytes.Framed(3).Long(3).ToArray(), Framed(4, "{}")));
        _fixture.Rows(result.Files).ShouldBe(["[1,\"one\"]", "[2,null]"]);
        result.DeadLetters.Select(letter => letter.Reason).ShouldBe(
            ["schema 3: it is of type AVRO, and the newest schema of the topic of type JSON", "the schema registry has no schema 4"]);
    }

    [DuckDbFact]
    public void Of_a_property_that_is_there_twice_the_last_one_counts()
    {
        Rows(
            """{"properties":{"a":{"type":"integer"},"o":{"properties":{"x":{"type":"integer"},"y":{"type":"integer"}}},"l":{"type":"array","items":{"type":"integer"}}}}""",
            """{"a":1,"o":{"x":1},"l":[1,2],"a":null,"o":{"y":2},"l":[3]}""",
            """{"a":null,"o":null,"l":null,"l":[4],"o":{"x":1},"a":5}""").ShouldBe(["""[null,{"x":null,"y":2},[3]]""", """[5,{"x":1,"y":null},[4]]"""]);
    }

    [DuckDbFact]
    public void Names_that_SQL_cannot_tell_apart_get_numbers_and_those_of_Kafka_give_way()
    {
        Selected("""{"properties":{"id":{"type":"integer"},"ID":{"type":"integer"},"":{"type":"integer"},"a b":{"type":"integer"},"_KEY":{"type":"integer"}}}""", """{"ID":2,"id":1,"":3,"a b":4,"_KEY":5}""", "SELECT id, ID_1, _1, \"a b\", _KEY, _offset FROM events")
            .ShouldBe(["[1,2,3,4,5,0]"]);
    }

    [DuckDbFact]
    public void Windows_run_over_times_of_the_format_date_time()
    {
        _fixture.Schema(1, """{"properties":{"happened":{"type":"string","format":"date-time"},"v":{"type":"integer"}}}""", SchemaType.Json);
        _fixture.Open(Query("SELECT window_start, count(*) AS n, sum(v)::BIGINT AS v FROM events GROUP BY tumble(happened, '1 minute')") with { Watermark = new QueryWatermark("happened", 0) });
        var result = _fixture.Run(0, Batch.Of(
            Framed(1, """{"happened":"2024-01-01T00:00:10Z","v":1}"""), Framed(1, """{"v":2,"happened":"2024-01-01T01:00:50+01:00"}"""), Framed(1, """{"happened":"2024-01-01T00:02:00Z","v":4}"""), Framed(1, """{"v":8}""")));
        _fixture.Rows(result.Files).ShouldBe(["""["2024-01-01T00:00:00Z",2,3]"""]);
        result.RowsWithoutTime.ShouldBe(1);
    }

    [DuckDbTheory]
    [InlineData("""{"i":1""", "the value is no JSON")]
    [InlineData("""{"i":1,"unknown":[{}""", "the value is no JSON: ")]
    [InlineData("""{"i":1 """, "it ends within an object")]
    [InlineData("", "the value is no JSON object")]
    [InlineData(" \n", "the value is no JSON object")]
    [InlineData("i=1", "the value is no JSON object")]
    [InlineData("[1]", "the value is no JSON object")]
    [InlineData("""{"i":1}} """, "the value is no JSON: ")]
    [InlineData("}", "the value is no JSON object")]
    [InlineData("""{"i":1}{}""", "the value is no JSON")]
    [InlineData("""{"i":"1"}""", "the property 'i' is a string, and an integer in the schema")]
    [InlineData("""{"i":1.5}""", "not whole")]
    [InlineData("""{"i":9223372036854775808}""", "beyond a BIGINT")]
    [InlineData("""{"i":1e400}""", "beyond a BIGINT")]
    [InlineData("""{"n":1e400}""", "more digits than a DOUBLE")]
    [InlineData("""{"n":NaN}""", "the value is no JSON")]
    [InlineData("""{"s":"\ud800"}""", "half of a character")]
    [InlineData("""{"\udc00":1}""", "half of a character")]
    [InlineData("""{"o":{"x":[]}}""", "the property 'o.x' is an array, and a boolean in the schema")]
    [InlineData("""{"l":[1,true]}""", "the property 'l[]' is a boolean, and an integer in the schema")]
    [InlineData("""{"t":"yesterday"}""", "is no date-time")]
    [InlineData("""{"t":"2013-02-29T10:00:00Z"}""", "is no date-time")]
    public void What_does_not_fit_is_a_bad_record_that_says_why(string value, string reason) => Reason(Encoding.UTF8.GetBytes(value)).ShouldContain(reason);

    [DuckDbFact]
    public void Hostile_values_are_bad_records()
    {
        Reason([.. "{\"s\":\""u8, 0xC3, .. "\"}"u8]).ShouldContain("not UTF-8");
        Reason([.. "{\"a\":[\""u8, 0xFF, .. "\"]}"u8]).ShouldContain("not UTF-8");
        Reason([.. "{\"unknown\":"u8, .. Enumerable.Repeat((byte)'[', 10_000), (byte)'}']).ShouldContain("depth");
        Reason([.. "{\"a\":"u8, .. Enumerable.Repeat((byte)'[', 10_000), .. Enumerable.Repeat((byte)']', 10_000), (byte)'}']).ShouldContain("depth");
        Reason([.. "{\"w\":["u8, .. Enumerable.Repeat("{},"u8.ToArray(), 900_000).SelectMany(item => item), .. "{}]}"u8]).ShouldContain("more than four million values");
    }

    [DuckDbFact]
    public void Mutated_bytes_are_bad_records_and_never_a_crash()
    {
        var good = Framed(1, """{"i":1,"n":2.5,"s":"some \u00e9 text of a certain length","t":"2013-01-01T10:00:00Z","o":{"x":true},"l":[1,2,3],"a":{"k":[1]},"w":[{"p":1,"q":"x"}]}""");
        var random = new Random(20130101);
        var values = Enumerable.Range(0, 20_000).Select(_ => (byte[]?)Mutate(good, random)).Append(good).ToArray();
        _fixture.Schema(1, Hostile, SchemaType.Json);
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(values));
        (result.RowsIn + result.BadRecordCount).ShouldBe(20_001);
        result.RowsOut.ShouldBe(result.RowsIn);
        result.BadRecordCount.ShouldBeGreaterThan(5_000);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""")]
    [InlineData("""{"oneOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}""")]
    public void A_schema_whose_values_have_no_properties_has_no_columns(string schema)
    {
        _fixture.Schema(1, schema, SchemaType.Json);
        Should.Throw<PlatformException>(() => _fixture.Plan(Query(Fields))).Code.ShouldBe(ErrorCode.InvalidSchema);
    }

    [Fact]
    public void A_schema_that_unfolds_without_end_is_refused()
    {
        var definitions = Enumerable.Range(0, 30).Select(n =>
            "'dN':{'properties':{'a':{'$ref':'#/definitions/dM'},'b':{'$ref':'#/definitions/dM'}}}".Replace("N", $"{n}", StringComparison.Ordinal).Replace("M", $"{n + 1}", StringComparison.Ordinal));
        var schema = "{'$ref':'#/definitions/d0','definitions':{" + string.Join(',', definitions) + ",'d30':{'type':'string'}}}";
        _fixture.Schema(1, schema.Replace('\'', '"'), SchemaType.Json);
        Should.Throw<PlatformException>(() => _fixture.Plan(Query(Fields))).Code.ShouldBe(ErrorCode.TooLarge);
    }

    private const string Hostile =
        """
        {"properties":{"i":{"type":"integer"},"n":{"type":"number"},"s":{"type":"string"},"t":{"type":"string","format":"date-time"},"o":{"properties":{"x":{"type":"boolean"}}},
         "l":{"type":"array","items":{"type":"integer"}},"a":{},"w":{"type":"array","items":{"properties":{"p":{"type":"integer"},"q":{"type":"string"},"r":{},"s":{},"t":{}}}}}}
        """;

    private string Reason(byte[] value)
    {
        _fixture.Schema(1, Hostile, SchemaType.Json);
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(Framed(1, """{"i":1}"""), [0, 0, 0, 0, 1, .. value], Framed(1, """{"i":2}""")));
        _fixture.Rows(result.Files, "SELECT i, n, s, t, o, l, a, w FROM output").ShouldBe(["[1,null,null,null,null,null,null,null]", "[2,null,null,null,null,null,null,null]"]);
        return result.DeadLetters.ShouldHaveSingleItem().Reason;
    }

    private IReadOnlyList<string> Rows(string schema, params string[] values) => Read(schema, values, Fields);

    private IReadOnlyList<string> Selected(string schema, string value, string select) => Read(schema, [value], select);

    private IReadOnlyList<string> Read(string schema, string[] values, string select)
    {
        _fixture.Schema(1, schema, SchemaType.Json);
        _fixture.Open(Query(select));
        var result = _fixture.Run(0, Batch.Of([.. values.Select(value => Framed(1, value))]));
        result.DeadLetters.Select(record => record.Reason).ShouldBeEmpty();
        return _fixture.Rows(result.Files);
    }

    private static StreamingQuery Query(string sql) =>
        new() { Name = "q", Topic = "events", Sink = "/s", Sql = sql, BadRecords = BadRecordPolicy.DeadLetter, DeadLetterTopic = "bad" };

    private static byte[] Framed(int schemaId, string json)
    {
        var value = new byte[5 + Encoding.UTF8.GetByteCount(json)];
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(1), schemaId);
        Encoding.UTF8.GetBytes(json, value.AsSpan(5));
        return value;
    }

    private static string List(int id, int count, bool isBad)
    {
        var items = Enumerable.Range(0, count).Select(index => index % 3 == 1 ? "null" : $$"""{"v":"v{{index}} of {{id}}","w":[{{index}},0]}""");
        return $$"""{"id":{{id}},"l":[{{string.Join(',', items)}}{{(isBad ? ",7" : "")}}]}""";
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = (byte[])good.Clone();
        for (var change = random.Next(1, 4); change > 0; change--)
            bytes[random.Next(5, bytes.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
