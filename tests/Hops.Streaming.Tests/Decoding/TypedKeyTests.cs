using System.Buffers.Binary;
using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Types;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Decoding;

/// <summary>The column <c>_typed_key</c>: keys by a schema of their own, which need not be of the type of that of the values.</summary>
public sealed class TypedKeyTests : IDisposable
{
    private const int Value = 1;
    private const int Key = 2;
    private const int OlderKey = 3;
    private const string Values = """{"type":"record","name":"V","fields":[{"name":"n","type":"long"}]}""";

    private readonly EngineFixture _fixture = new EngineFixture().Schema(Value, Values);

    public void Dispose() => _fixture.Dispose();

    [DuckDbFact]
    public void A_record_of_avro_is_a_struct_by_which_rows_are_chosen_and_grouped_and_null_where_there_is_no_key()
    {
        _fixture.Schema(Key, """{"type":"record","name":"K","fields":[{"name":"id","type":"int"},{"name":"at","type":["null","string"]},{"name":"tags","type":{"type":"array","items":"string"}}]}""");
        Rows(
            "SELECT n, _typed_key AS k FROM events WHERE _typed_key.id > 1 OR _typed_key IS NULL",
            [(Avro(k => k.Long(1).Long(1).Text("JFK").Long(0)), 10), (Avro(k => k.Long(2).Long(0).Long(2).Text("a").Text("b").Long(0)), 20), (null, 30), (Avro(k => k.Long(3).Long(1).Text("a place of some length").Long(0)), 40)])
            .ShouldBe(["""[20,{"id":2,"at":null,"tags":["a","b"]}]""", "[30,null]", """[40,{"id":3,"at":"a place of some length","tags":[]}]"""]);
        Rows(
            Query("SELECT _typed_key.id % 2 AS odd, sum(n)::BIGINT AS n FROM events GROUP BY 1") with { OutputMode = OutputMode.Complete },
            [(Avro(k => k.Long(1).Long(0).Long(0)), 1), (Avro(k => k.Long(2).Long(0).Long(0)), 2), (Avro(k => k.Long(3).Long(0).Long(0)), 4)]).Order().ShouldBe(["[0,2]", "[1,5]"]);
    }

    [DuckDbTheory]
    [InlineData("\"string\"", "VARCHAR", "\"JFK\"")]
    [InlineData("[\"null\",\"string\"]", "VARCHAR", "\"JFK\"")]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\",\"C\",\"JFK\"]}", "VARCHAR", "\"JFK\"")]
    [InlineData("\"long\"", "BIGINT", "3")]
    [InlineData("{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", "TIMESTAMP WITH TIME ZONE", "\"1970-01-01T00:00:00.003000Z\"")]
    public void A_key_of_avro_that_is_no_record_is_a_column_of_its_type(string schema, string type, string expected)
    {
        _fixture.Schema(Key, schema);
        _fixture.Plan(Query("SELECT _typed_key AS k FROM events"), Value, Key).OutputColumns[0].Type.ToSql().ShouldBe(type);
        byte[] key = schema.Contains("null", StringComparison.Ordinal) ? Avro(k => k.Long(1).Text("JFK")) : schema == "\"string\"" ? Avro(k => k.Text("JFK")) : Avro(k => k.Long(3));
        Rows("SELECT _typed_key AS k FROM events", [(key, 1), (null, 2)]).ShouldBe([$"[{expected}]", "[null]"]);
    }

    [DuckDbFact]
    public void A_key_of_json_schema_is_what_it_is_an_object_or_a_text_or_a_number()
    {
        _fixture.Schema(Key, """{"type":"object","properties":{"id":{"type":"integer"},"l":{"type":"array","items":{"type":"string"}}}}""", SchemaType.Json);
        Rows("SELECT _typed_key AS k FROM events", [(Json("""{"l":["x"],"id":7}"""), 1), (null, 2), (Json("{}"), 3), (Json(" null "), 4)]).ShouldBe(
            ["""[{"id":7,"l":["x"]}]""", "[null]", """[{"id":null,"l":null}]""", "[null]"]);
        _fixture.Schema(Key, """{"type":"string"}""", SchemaType.Json);
        Rows("SELECT _typed_key AS k FROM events", [(Json("\"a \\u00e9 of some length\""), 1), (null, 2)]).ShouldBe(["[\"a é of some length\"]", "[null]"]);
        _fixture.Schema(Key, """{"type":"integer"}""", SchemaType.Json);
        Rows("SELECT _typed_key + 1 AS k FROM events", [(Json("41"), 1)]).ShouldBe(["[42]"]);
    }

    [DuckDbFact]
    public void A_key_of_protobuf_is_a_struct_of_the_fields_of_its_message()
    {
        _fixture.Schema(Key, "syntax = \"proto3\"; message K { int64 id = 1; optional string at = 2; repeated int32 l = 3; }", SchemaType.Protobuf);
        Rows(
            "SELECT _typed_key AS k FROM events",
            [(ProtoBytes.Framed(Key).Number(1, 7).Text(2, "JFK").Number(3, 1).Number(3, 2).ToArray(), 1), (null, 2), (ProtoBytes.Framed(Key).ToArray(), 3)]).ShouldBe(
            ["""[{"id":7,"at":"JFK","l":[1,2]}]""", "[null]", """[{"id":0,"at":null,"l":[]}]"""]);
    }

    [DuckDbFact]
    public void Keys_by_an_older_schema_are_read_by_the_newest()
    {
        _fixture.Schema(Key, """{"type":"record","name":"K","fields":[{"name":"id","type":"long"},{"name":"at","type":"string","default":"nowhere"}]}""")
            .Schema(OlderKey, """{"type":"record","name":"K","fields":[{"name":"id","type":"int"}]}""");
        Rows("SELECT _typed_key AS k FROM events", [(AvroBytes.Framed(OlderKey).Long(5).ToArray(), 1), (Avro(k => k.Long(6).Text("JFK")), 2)]).ShouldBe(
            ["""[{"id":5,"at":"nowhere"}]""", """[{"id":6,"at":"JFK"}]"""]);
    }

    [DuckDbFact]
    public void A_key_that_does_not_decode_makes_a_bad_record_for_who_looks_at_keys_and_for_nobody_else()
    {
        _fixture.Schema(Key, """{"type":"record","name":"K","fields":[{"name":"l","type":{"type":"array","items":"string"}},{"name":"id","type":"long"}]}""");
        (byte[]? Key, long N)[] records = [(Avro(k => k.Long(1).Text("one").Long(0).Long(1)), 1), (Encoding.UTF8.GetBytes("plain"), 2), (Avro(k => k.Long(1).Text("two").Long(0)), 3), (AvroBytes.Framed(99).ToArray(), 4), (Avro(k => k.Long(1).Text("five").Long(0).Long(5)), 5)];
        _fixture.Open(Query("SELECT n, _typed_key AS k FROM events"), Value, keyId: Key);
        var result = _fixture.Run(0, Batch.Keyed([.. records.Select(record => (record.Key, (byte[]?)AvroBytes.Framed(Value).Long(record.N).ToArray()))]));
        _fixture.Rows(result.Files).ShouldBe(["""[1,{"l":["one"],"id":1}]""", """[5,{"l":["five"],"id":5}]"""]);
        result.DeadLetters.Select(bad => (bad.Offset, bad.Reason)).ShouldBe(
            [(1L, "the key does not begin with the five-byte header of a schema registry"), (2L, "its key: the record ends too early"), (3L, "its key: the schema registry has no schema 99")]);

        _fixture.Open(Query("SELECT n FROM events"), Value, keyId: Key);
        result = _fixture.Run(1, Batch.Keyed([.. records.Select(record => (record.Key, (byte[]?)AvroBytes.Framed(Value).Long(record.N).ToArray()))]));
        (result.BadRecordCount, _fixture.Rows(result.Files).Count).ShouldBe((0, 5));
    }

    [DuckDbFact]
    public void Lists_in_keys_and_values_grow_each_on_its_own_over_many_rows()
    {
        _fixture.Schema(Key, """{"type":"array","items":"long"}""").Schema(Value, """{"type":"record","name":"V","fields":[{"name":"l","type":{"type":"array","items":"long"}}]}""");
        _fixture.Open(Query("SELECT len(_typed_key) AS k, len(l) AS v, list_sum(_typed_key)::BIGINT AS ks, list_sum(l)::BIGINT AS vs FROM events"), Value, keyId: Key);
        var result = _fixture.Run(0, Batch.Keyed([.. Enumerable.Range(0, 5_000).Select(n => ((byte[]?)Longs(Key, n % 7), n % 11 == 0 ? "bad"u8.ToArray() : Longs(Value, n % 5)))]));
        var good = Enumerable.Range(0, 5_000).Where(n => n % 11 != 0).ToList();
        _fixture.Rows(result.Files, "SELECT count(*), sum(k)::BIGINT, sum(v)::BIGINT, sum(ks)::BIGINT, sum(vs)::BIGINT FROM output").ShouldBe(
            [$"[{good.Count},{good.Sum(n => n % 7)},{good.Sum(n => n % 5)},{good.Sum(n => SumBelow(n % 7))},{good.Sum(n => SumBelow(n % 5))}]"]);
        static int SumBelow(int count) => count * (count - 1) / 2;
    }

    [DuckDbFact]
    public void What_stands_behind_a_good_record_of_a_million_items_with_a_bad_key_is_read()
    {
        _fixture.Schema(Value, "syntax = \"proto3\"; message M { int32 id = 1; repeated int32 l = 2; }", SchemaType.Protobuf).Schema(Key, "\"long\"");
        _fixture.Open(Query("SELECT id, len(l) AS l, _typed_key AS k FROM events"), Value, keyId: Key);
        var large = ProtoBytes.Framed(Value).Bytes(2, new byte[1_100_000]).ToArray();
        var result = _fixture.Run(0, Batch.Keyed(("plain"u8.ToArray(), large), (Avro(k => k.Long(7)), ProtoBytes.Framed(Value).Number(1, 5).ToArray()), (null, ProtoBytes.Framed(Value).Number(1, 6).ToArray())));
        (result.BadRecordCount, result.RowsIn).ShouldBe((1, 2));
        _fixture.Rows(result.Files).ShouldBe(["[5,0,7]", "[6,0,null]"]);
    }

    [DuckDbFact]
    public void Plain_keys_that_look_like_ids_of_schemas_do_not_keep_the_schemas_of_values_from_being_asked_for()
    {
        const int Newer = 700;
        _fixture.Schema(Key, "\"long\"").Schema(Newer, Values);
        _fixture.Open(Query("SELECT n, _typed_key AS k FROM events"), Value, keyId: Key);
        var plain = Enumerable.Range(1_000, 150).Select(n => ((byte[]?)AvroBytes.Framed(n).Raw(0).ToArray(), (byte[]?)AvroBytes.Framed(Value).Long(n).ToArray()));
        var result = _fixture.Run(0, Batch.Keyed([.. plain, (null, AvroBytes.Framed(Newer).Long(7).ToArray())]));
        result.BadRecordCount.ShouldBe(150);
        _fixture.Rows(result.Files).ShouldBe(["[7,null]"]);
    }

    [DuckDbFact]
    public void It_is_there_for_who_names_it_where_keys_have_a_schema_and_no_field_has_the_name()
    {
        _fixture.Schema(Key, "\"long\"");
        var refusal = Should.Throw<PlatformException>(() => _fixture.Plan(Query("SELECT n,\n _TYPED_KEY AS k FROM events")));
        (refusal.Code, refusal.Message, refusal.Facts["line"], refusal.Facts["column"]).ShouldBe((
            ErrorCode.InvalidQuery,
            "The keys of the topic events have no schema, so there is no _typed_key: register it as the subject events-key, or read the bytes of keys, _key.",
            2,
            2));
        Should.Throw<PlatformException>(() => _fixture.Plan(Query("SELECT \"_typed_key\" AS k FROM events"))).Code.ShouldBe(ErrorCode.InvalidQuery);
        _fixture.Plan(Query("SELECT n AS _typed_key, '\"_typed_key\"' AS k FROM events -- \"_typed_key\"")).OutputColumns.Count.ShouldBe(2);

        _fixture.Schema(Value, """{"type":"record","name":"V","fields":[{"name":"_Typed_Key","type":"string"}]}""");
        _fixture.Plan(Query("SELECT _typed_key AS k FROM events"), Value, Key).OutputColumns.Single().Type.ToSql().ShouldBe("VARCHAR");
    }

    [DuckDbFact]
    public void A_watermark_is_of_the_values_and_not_of_the_key()
    {
        _fixture.Schema(Key, """{"type":"long","logicalType":"timestamp-millis"}""");
        var query = Query("SELECT count(*) AS n, any_value(_typed_key) AS k FROM events") with { Watermark = new QueryWatermark("_typed_key", 0) };
        Should.Throw<PlatformException>(() => _fixture.Plan(query, Value, Key)).Message.ShouldContain("_typed_key is the key");
    }

    private IReadOnlyList<string> Rows(string sql, (byte[]? Key, long N)[] records) => Rows(Query(sql), records);

    private IReadOnlyList<string> Rows(StreamingQuery query, (byte[]? Key, long N)[] records)
    {
        _fixture.Open(query, Value, keyId: Key);
        var result = _fixture.Run(0, Batch.Keyed([.. records.Select(record => (record.Key, (byte[]?)AvroBytes.Framed(Value).Long(record.N).ToArray()))]));
        result.DeadLetters.Select(bad => bad.Reason).ShouldBeEmpty();
        return _fixture.Rows(result.Files);
    }

    private static byte[] Avro(Func<AvroBytes, AvroBytes> write) => write(AvroBytes.Framed(Key)).ToArray();

    private static byte[] Longs(int schemaId, int count)
    {
        var bytes = AvroBytes.Framed(schemaId);
        if (count > 0)
            bytes.Long(count);
        for (var n = 0; n < count; n++)
            bytes.Long(n);
        return bytes.Long(0).ToArray();
    }

    private static byte[] Json(string json) => [0, .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(Key)), .. Encoding.UTF8.GetBytes(json)];

    private static StreamingQuery Query(string sql) =>
        new() { Name = "q", Topic = "events", Sql = sql, Sink = "/out", BadRecords = BadRecordPolicy.DeadLetter, DeadLetterTopic = "bad" };
}
