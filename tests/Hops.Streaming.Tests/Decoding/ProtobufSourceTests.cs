using System.Buffers;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Decoding;

public sealed class ProtobufSourceTests : IDisposable
{
    private const string Fields = "SELECT * EXCLUDE (_key, _topic, _partition, _offset, _timestamp) FROM events";

    private const string All =
        """
        syntax = "proto3"; package x.y; import "google/protobuf/timestamp.proto";
        message All {
          double d = 1; float f = 2; int32 i = 3; int64 l = 4; uint32 u = 5; uint64 ul = 6; sint32 s = 7; sint64 sl = 8; fixed32 x = 9; fixed64 xl = 10;
          sfixed32 sx = 11; sfixed64 sxl = 12; bool b = 13; string t = 14; bytes y = 15; Kind k = 16; Inner inner = 17; repeated sint32 many = 18;
          repeated string texts = 19; map<string, Inner> by_name = 20; map<int64, Kind> by_number = 21; oneof one { int32 first = 22; string second = 23; }
          optional int32 maybe = 24; google.protobuf.Timestamp at = 25; repeated Inner inners = 300;
          enum Kind { NONE = 0; A_KIND_OF_MANY_LETTERS = 5; } message Inner { int32 n = 1; repeated int32 more = 2; }
        }
        """;

    private readonly EngineFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [DuckDbFact]
    public void Every_type_arrives_as_the_type_of_DuckDB_that_fits_it()
    {
        var value = ProtoBytes.Framed(1).Double(1, 0.1).Float(2, 1.5f).Number(3, -5).Number(4, 1L << 40).Number(5, uint.MaxValue).Number(6, -1).ZigZag(7, -7).ZigZag(8, long.MinValue)
            .Fixed32(9, -1).Fixed64(10, -1).Fixed32(11, -11).Fixed64(12, -12).Number(13, 1).Text(14, "tëxt of many letters").Bytes(15, 1, 255).Number(16, 5)
            .Message(17, inner => inner.Number(1, 1).Number(2, 7)).Bytes(18, 1, 4, 0xAC, 2).Text(19, "a").Text(19, "")
            .Message(20, entry => entry.Text(1, "k").Message(2, inner => inner.Number(1, 2))).Message(21, entry => entry.Number(1, -1).Number(2, 9))
            .Text(23, "2").Number(24, 0).Message(25, at => at.Number(1, 1_357_034_400).Number(2, 123_456_789)).Message(300, inner => inner.Bytes(2, 1, 2)).Message(300, _ => { });
        Rows(All, value).ShouldBe(
            ["""[0.1,1.5,-5,1099511627776,4294967295,18446744073709551615,-7,-9223372036854775808,4294967295,18446744073709551615,-11,-12,true,"tëxt of many letters","Af8=","A_KIND_OF_MANY_LETTERS",{"n":1,"more":[7]},[-1,2,150],["a",""],[{"key":"k","value":{"n":2,"more":[]}}],[{"key":-1,"value":"9"}],null,"2",0,"2013-01-01T10:00:00.123456Z",[{"n":0,"more":[1,2]},{"n":0,"more":[]}]]"""]);
        _fixture.Plan(Query(Fields)).OutputColumns.Select(column => column.Type.ToSql()).ShouldBe(
            ["DOUBLE", "FLOAT", "INTEGER", "BIGINT", "UINTEGER", "UBIGINT", "INTEGER", "BIGINT", "UINTEGER", "UBIGINT", "INTEGER", "BIGINT", "BOOLEAN", "VARCHAR", "BLOB", "VARCHAR",
             "STRUCT(\"n\" INTEGER, \"more\" INTEGER[])", "INTEGER[]", "VARCHAR[]", "MAP(VARCHAR, STRUCT(\"n\" INTEGER, \"more\" INTEGER[]))", "MAP(BIGINT, VARCHAR)", "INTEGER", "VARCHAR", "INTEGER",
             "TIMESTAMP WITH TIME ZONE", "STRUCT(\"n\" INTEGER, \"more\" INTEGER[])[]"]);
    }

    [DuckDbFact]
    public void What_is_not_there_has_its_default_or_is_null_where_its_presence_counts()
    {
        Rows(All, ProtoBytes.Framed(1)).ShouldBe(["""[0,0,0,0,0,0,0,0,0,0,0,0,false,"","","NONE",null,[],[],[],[],null,null,null,null,[]]"""]);
        Rows("syntax = \"proto2\"; message M { optional int32 a = 1 [default = 7]; required string b = 2; repeated int32 c = 3; }", ProtoBytes.Framed(1)).ShouldBe(["[null,null,[]]"]);
        Rows("edition = \"2023\"; message M { int32 a = 1; int32 b = 2 [features.field_presence = IMPLICIT]; }", ProtoBytes.Framed(1)).ShouldBe(["[null,0]"]);
        Rows("edition = \"2023\"; option features.field_presence = IMPLICIT; message M { int32 a = 1; int32 b = 2 [features.field_presence = EXPLICIT]; N c = 3; } message N { int32 d = 1; }", ProtoBytes.Framed(1)).ShouldBe(["[0,null,null]"]);
    }

    [DuckDbFact]
    public void Fields_come_in_any_order_and_again()
    {
        var value = ProtoBytes.Framed(1)
            .Number(3, 1).ZigZag(18, 1).Message(17, inner => inner.Number(1, 1).Number(2, 1)).Message(25, at => at.Number(1, 5))
            .Message(300, inner => inner.Number(2, 1).Number(1, 9)).Number(3, 2).Bytes(18, 4, 6).Message(17, inner => inner.Bytes(2, 2, 3)).Message(25, at => at.Number(2, 7_000))
            .Message(300, inner => inner.Number(2, 2).Number(2, 3)).ZigZag(18, 4).Number(500, 1).Text(501, "unknown").Group(502, inner => inner.Number(1, 1).Group(2, _ => { }))
            .Message(20, entry => entry.Message(2, inner => inner.Number(1, 1).Number(2, 8)).Text(1, "k")).Message(20, entry => entry.Text(1, "j")).Message(20, entry => entry.Text(1, "k").Message(2, inner => inner.Number(2, 9)))
            .Message(21, _ => { }).Number(22, 1).Text(23, "second").Number(22, 3);
        Read(All, "SELECT i, many, \"inner\", \"at\", inners, by_name, by_number, first, second FROM events", value).ShouldBe(
            ["""[2,[1,2,3,4],{"n":1,"more":[1,2,3]},"1970-01-01T00:00:05.000007Z",[{"n":9,"more":[1]},{"n":0,"more":[2,3]}],[{"key":"k","value":{"n":0,"more":[9]}},{"key":"j","value":{"n":0,"more":[]}}],[{"key":0,"value":"NONE"}],3,null]"""]);
        Read(All, "SELECT second FROM events", value).ShouldBe(["[null]"], "whatever nobody reads takes its place in the oneof");
    }

    [DuckDbFact]
    public void Messages_within_themselves_and_without_fields_are_their_JSON()
    {
        const string Tree =
            """
            syntax = "proto3"; package t; import "google/protobuf/struct.proto"; import "google/protobuf/empty.proto"; import "google/protobuf/duration.proto";
            message Tree { int32 v = 1; Tree left = 2; repeated Tree all = 3; google.protobuf.Struct any = 4; google.protobuf.Empty none = 5; map<string, Tree> named = 6; google.protobuf.Duration took = 7; }
            """;
        var value = ProtoBytes.Framed(1).Number(1, 1).Message(2, left => left.Number(1, 2).Message(2, inner => inner.Number(1, 3))).Message(2, left => left.Message(2, inner => inner.Message(3, _ => { })))
            .Message(3, item => item.Number(1, 4)).Message(3, _ => { }).Message(4, any => any.Message(1, entry => entry.Text(1, "k").Message(2, each => each.Text(3, "v")))).Message(5, _ => { })
            .Message(6, entry => entry.Text(1, "a").Message(2, tree => tree.Number(1, 5))).Message(6, entry => entry.Text(1, "b")).Message(7, took => took.Number(1, 8));
        Rows(Tree, value, ProtoBytes.Framed(1)).ShouldBe(
            ["""[1,"{\"v\":2,\"left\":{\"v\":3,\"all\":[{}]}}",["{\"v\":4}","{}"],"{\"k\":\"v\"}","{}",[{"key":"a","value":"{\"v\":5}"},{"key":"b","value":"{}"}],"00:00:08"]""",
             "[0,null,[],null,null,[],null]"]);
    }

    [DuckDbFact]
    public void Wrappers_are_what_they_wrap_or_null_and_durations_are_intervals()
    {
        const string Wraps =
            """
            syntax = "proto3"; package w; import "google/protobuf/wrappers.proto"; import "google/protobuf/duration.proto";
            message W {
              google.protobuf.StringValue t = 1; google.protobuf.Int64Value l = 2; google.protobuf.BoolValue b = 3; google.protobuf.DoubleValue d = 4; google.protobuf.BytesValue y = 5;
              repeated google.protobuf.Int32Value many = 6; map<string, google.protobuf.StringValue> by = 7; oneof one { google.protobuf.UInt32Value u = 8; google.protobuf.FloatValue f = 9; }
              google.protobuf.Duration took = 10; repeated google.protobuf.Duration all = 11; map<int32, google.protobuf.Duration> each = 12; google.protobuf.UInt64Value ul = 13;
            }
            """;
        var value = ProtoBytes.Framed(1).Message(1, t => t.Text(1, "a text of many letters")).Message(2, l => l.Number(1, -5)).Message(2, _ => { }).Message(3, _ => { }).Message(4, d => d.Text(7, "?").Double(1, 0.5)).Message(5, y => y.Bytes(1, 255))
            .Message(6, n => n.Number(1, 7)).Message(6, _ => { }).Message(7, entry => entry.Text(1, "k").Message(2, t => t.Text(1, "v"))).Message(7, entry => entry.Text(1, "n")).Message(8, u => u.Number(1, 1)).Message(9, f => f.Float(1, 1.5f))
            .Message(10, took => took.Number(1, -90_000)).Message(10, took => took.Number(2, -1_500)).Message(11, took => took.Number(1, 315_576_000_000)).Message(11, took => took.Number(2, 999)).Message(12, entry => entry.Number(1, 1)).Message(13, ul => ul.Number(1, -1));
        Rows(Wraps, value, ProtoBytes.Framed(1)).ShouldBe(
            ["""["a text of many letters",-5,false,0.5,"/w==",[7,0],[{"key":"k","value":"v"},{"key":"n","value":""}],null,1.5,"-25:00:00.000001",["87660000:00:00","00:00:00"],[{"key":1,"value":"00:00:00"}],18446744073709551615]""",
             "[null,null,null,null,null,[],[],null,null,null,[],[],null]"]);
        _fixture.Plan(Query("SELECT took, took > INTERVAL '1 hour' AS long, t || '!' AS t, l + 1 AS l FROM events")).OutputColumns.Select(column => column.Type.ToSql()).ShouldBe(["VARCHAR", "BOOLEAN", "VARCHAR", "BIGINT"]);
    }

    [DuckDbFact]
    public void Durations_and_wrappers_that_are_none_are_bad_records()
    {
        _fixture.Schema(1, "syntax = \"proto3\"; import \"google/protobuf/wrappers.proto\"; import \"google/protobuf/duration.proto\"; message M { google.protobuf.Duration took = 1; google.protobuf.StringValue t = 2; }", SchemaType.Protobuf);
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(
            ProtoBytes.Framed(1).Message(1, took => took.Number(1, 315_576_000_001)).ToArray(),
            ProtoBytes.Framed(1).Message(1, took => took.Number(1, 1).Number(2, -1)).ToArray(),
            ProtoBytes.Framed(1).Message(1, took => took.Number(2, 1_000_000_000)).ToArray(),
            ProtoBytes.Framed(1).Message(2, t => t.Bytes(1, 0xFF)).ToArray(),
            ProtoBytes.Framed(1).Message(2, t => t.Number(1, 1)).ToArray(),
            ProtoBytes.Framed(1).Message(2, t => t.Text(1, "good")).ToArray()));
        _fixture.Rows(result.Files).ShouldBe(["[null,\"good\"]"]);
        result.DeadLetters.Select(letter => letter.Reason["the value is no such message: ".Length..]).ShouldBe(
            [.. Enumerable.Repeat("the field 'took' is no duration of at most 10,000 years", 3), "the field 't' is not UTF-8", "the field 't' was written as another type"]);
    }

    [DuckDbFact]
    public void Groups_and_fields_of_other_files_are_read_too()
    {
        var part = new NamedSchema("part.proto", TypedSchema.Parse(SchemaType.Protobuf, "syntax = \"proto2\"; package p; message Part { optional string code = 1; }", []));
        _fixture.Schema(1, "syntax = \"proto2\"; import \"part.proto\"; message M { repeated group Stop = 1 { optional int32 n = 2; } optional p.Part part = 3; optional group One = 4 { optional int32 m = 1; } }", SchemaType.Protobuf, part);
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(ProtoBytes.Framed(1).Group(1, stop => stop.Number(2, 1)).Message(3, inner => inner.Text(1, "UA")).Group(1, stop => stop.Number(2, 2).Group(9, _ => { })).Group(4, one => one.Number(1, 4)).ToArray()));
        result.DeadLetters.ShouldBeEmpty();
        _fixture.Rows(result.Files).ShouldBe(["""[[{"n":1},{"n":2}],{"code":"UA"},{"m":4}]"""]);
    }

    [DuckDbFact]
    public void Records_of_other_versions_are_read_by_number_and_those_of_other_messages_are_bad()
    {
        _fixture
            .Schema(1, "syntax = \"proto3\"; package a; message M { int64 id = 1; string title = 2; } message Other { int64 id = 1; message Inner { int64 id = 1; } }", SchemaType.Protobuf)
            .Schema(2, "syntax = \"proto3\"; package a; message Before { int64 id = 1; } message M { int32 id = 1; string name = 2; string gone = 3; }", SchemaType.Protobuf)
            .Schema(3, """{"type":"object","properties":{"id":{"type":"integer"}}}""", SchemaType.Json);
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(
            ProtoBytes.Framed(1).Number(1, 1).Text(2, "one").ToArray(),
            ProtoBytes.Framed(1, 2, 0).Number(1, 11).ToArray(),
            ProtoBytes.Framed(2, 2, 2).Text(2, "two").Number(1, 2).Text(3, "x").ToArray(),
            ProtoBytes.Framed(2).Number(1, 3).ToArray(),
            ProtoBytes.Framed(1, 2, 2).ToArray(),
            ProtoBytes.Framed(1, 4, 2, 0).ToArray(),
            ProtoBytes.Framed(1, 2, 8).ToArray(),
            [0, 0, 0, 0, 1],
            [0, 0, 0, 0, 3, (byte)'{', (byte)'}']));
        _fixture.Rows(result.Files).ShouldBe(["[1,\"one\"]", "[11,\"\"]", "[2,\"two\"]"]);
        result.DeadLetters.Select(letter => (letter.Offset, letter.Reason)).ShouldBe(
            [(3, "the value is a message a.Before, and queries read the first of the newest file, a.M"),
             (4, "the value is a message a.Other, and queries read the first of the newest file, a.M"),
             (5, "the value is a message a.Other.Inner, and queries read the first of the newest file, a.M"),
             (6, "The value names a message by indexes that its schema does not have."),
             (7, "Not Protobuf at byte 0: it ends within a number."),
             (8, "schema 3: it is of type JSON, and the newest schema of the topic of type PROTOBUF")]);
    }

    [DuckDbFact]
    public void What_our_encoder_writes_comes_back_as_it_was()
    {
        var random = new Random(20130101);
        var schema = ProtobufSchema.Parse(All, []);
        _fixture.Schema(1, All, SchemaType.Protobuf);
        _fixture.Open(Query("SELECT i, t, many, \"inner\".more AS more, inners, \"at\" FROM events"));
        var (values, rows) = (new List<byte[]?>(), new List<string>());
        for (var number = 0; number < 3_000; number++)
        {
            var many = string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(-1000, 1000)));
            var inners = string.Join(',', Enumerable.Range(0, random.Next(4)).Select(item => $$"""{"n":{{item + 1}},"more":[{{many}}]}"""));
            var output = new ArrayBufferWriter<byte>();
            schema.Encode(JsonSerializer.Deserialize<JsonElement>($$"""{"i":{{number}},"t":"text number {{number}} of many","many":[{{many}}],"inner":{"more":[{{many}}]},"inners":[{{inners}}],"at":"2013-01-01T10:00:00Z"}"""), output);
            values.Add([0, 0, 0, 0, 1, .. output.WrittenSpan]);
            rows.Add($$"""[{{number}},"text number {{number}} of many",[{{many}}],[{{many}}],[{{inners}}],"2013-01-01T10:00:00Z"]""");
        }

        _fixture.Rows(_fixture.Run(0, Batch.Of([.. values])).Files).ShouldBe(rows);
    }

    [DuckDbFact]
    public void Windows_run_over_timestamps()
    {
        _fixture.Schema(1, "syntax = \"proto3\"; import \"google/protobuf/timestamp.proto\"; message M { google.protobuf.Timestamp happened = 1; int32 v = 2; }", SchemaType.Protobuf);
        _fixture.Open(Query("SELECT window_start, count(*) AS n, sum(v)::BIGINT AS v FROM events GROUP BY tumble(happened, '1 minute')") with { Watermark = new QueryWatermark("happened", 0) });
        byte[] At(long seconds, int value) => ProtoBytes.Framed(1).Message(1, at => at.Number(1, seconds)).Number(2, value).ToArray();
        var result = _fixture.Run(0, Batch.Of(At(10, 1), At(50, 2), At(120, 4), ProtoBytes.Framed(1).Number(2, 8).ToArray()));
        _fixture.Rows(result.Files).ShouldBe(["""["1970-01-01T00:00:00Z",2,3]"""]);
        result.RowsWithoutTime.ShouldBe(1);
    }

    [DuckDbFact]
    public void Hostile_values_are_bad_records_that_say_why()
    {
        Reason(value => value.Text(1, "a text")).ShouldContain("the field 'd' was written as another type");
        Reason(value => value.Message(17, inner => inner.Text(1, "x"))).ShouldContain("the field 'inner.n' was written as another type");
        Reason(value => value.Bytes(14, 0xC3)).ShouldContain("the field 't' is not UTF-8");
        Reason(value => value.Message(20, entry => entry.Bytes(1, 0xFF))).ShouldContain("the field 'by_name.key' is not UTF-8");
        Reason(value => value.Raw(3 << 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)).ShouldContain("more than 10 bytes");
        Reason(value => value.Raw((14 << 3) | 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)).ShouldContain("longer than what it is in");
        Reason(value => value.Raw(9, 1)).ShouldContain("ends within a value");
        Reason(value => value.Raw(3 << 3)).ShouldContain("ends within a number");
        Reason(value => value.Raw(0, 0)).ShouldContain("the number 0");
        Reason(value => value.Raw((60 << 3) & 0x7f | 0x80 | 6, 3)).ShouldContain("there is no wire type 6");
        Reason(value => value.Raw((13 << 3) | 4)).ShouldContain("written as another type");
        Reason(value => value.Bytes(18, 0x80)).ShouldContain("ends within a number");
        Reason(value => value.Message(25, at => at.Number(1, long.MaxValue))).ShouldContain("no timestamp of the years 1 to 9999");
        Reason(value => value.Message(25, at => at.Number(2, -1))).ShouldContain("no timestamp");
        Reason(value => Nested(value, 10_000)).ShouldContain("32 deep inside one another");
        Reason(value =>
        {
            for (var index = 0; index < 1_400_000; index++)
                value.Message(300, _ => { });
        }).ShouldContain("more than four million values");

        static void Nested(ProtoBytes value, int depth)
        {
            for (var level = 0; level < depth; level++)
                value.Varint((900 << 3) | 3);
        }
    }

    [DuckDbFact]
    public void A_deep_message_in_a_message_that_is_shown_as_JSON_is_a_bad_record()
    {
        _fixture.Schema(1, "syntax = \"proto3\"; message Tree { int32 v = 1; Tree next = 2; }", SchemaType.Protobuf);
        _fixture.Open(Query(Fields));
        byte[] deep = [];
        for (var level = 0; level < 100; level++)
            deep = new ProtoBytes().Bytes(2, deep).ToArray();
        var result = _fixture.Run(0, Batch.Of(ProtoBytes.Framed(1).Raw(deep).ToArray(), ProtoBytes.Framed(1).Number(1, 1).ToArray()));
        _fixture.Rows(result.Files).ShouldBe(["[1,null]"]);
        result.DeadLetters.ShouldHaveSingleItem().Reason.ShouldContain("32 deep inside one another");
    }

    [DuckDbFact]
    public void Mutated_bytes_are_bad_records_and_never_a_crash()
    {
        var good = ProtoBytes.Framed(1).Double(1, 0.1).Number(3, -5).Text(14, "some text of a certain length").Number(16, 5).Message(17, inner => inner.Number(1, 1).Bytes(2, 1, 2, 3))
            .Bytes(18, 1, 4, 0xAC, 2).Text(19, "a").Message(20, entry => entry.Text(1, "k").Message(2, inner => inner.Number(1, 2))).Number(22, 1).Message(25, at => at.Number(1, 1_357_034_400))
            .Message(300, inner => inner.Bytes(2, 1, 2)).ToArray();
        var random = new Random(20130101);
        var values = Enumerable.Range(0, 20_000).Select(_ => (byte[]?)Mutate(good, random)).Append(good).ToArray();
        _fixture.Schema(1, All, SchemaType.Protobuf);
        _fixture.Open(Query(Fields));
        var result = _fixture.Run(0, Batch.Of(values));
        (result.RowsIn + result.BadRecordCount).ShouldBe(20_001);
        result.RowsOut.ShouldBe(result.RowsIn);
        result.BadRecordCount.ShouldBeGreaterThan(5_000);
    }

    [Theory]
    [InlineData("syntax = \"proto3\"; enum E { A = 0; }")]
    [InlineData("syntax = \"proto3\"; message Empty { } message M { int32 a = 1; }")]
    public void A_file_whose_first_message_has_no_fields_has_no_columns(string schema)
    {
        _fixture.Schema(1, schema, SchemaType.Protobuf);
        Should.Throw<PlatformException>(() => _fixture.Plan(Query(Fields))).Code.ShouldBe(ErrorCode.InvalidSchema);
    }

    [Fact]
    public void A_schema_that_unfolds_without_end_is_refused()
    {
        var messages = Enumerable.Range(0, 25).Select(n => $"message M{n} {{ M{n + 1} a = 1; M{n + 1} b = 2; }}");
        _fixture.Schema(1, $"syntax = \"proto3\"; {string.Join(' ', messages)} message M25 {{ int32 a = 1; }}", SchemaType.Protobuf);
        Should.Throw<PlatformException>(() => _fixture.Plan(Query(Fields))).Code.ShouldBe(ErrorCode.TooLarge);
    }

    private string Reason(Action<ProtoBytes> write)
    {
        _fixture.Schema(1, All, SchemaType.Protobuf);
        _fixture.Open(Query(Fields));
        var bad = ProtoBytes.Framed(1).Number(3, 9).Message(300, inner => inner.Bytes(2, 1, 2)).Message(20, entry => entry.Text(1, "k"));
        write(bad);
        var result = _fixture.Run(0, Batch.Of(ProtoBytes.Framed(1).Number(3, 1).ToArray(), bad.ToArray(), ProtoBytes.Framed(1).Number(3, 2).Message(300, inner => inner.Number(2, 4)).ToArray()));
        _fixture.Rows(result.Files, "SELECT i, t, inners, by_name FROM output").ShouldBe(["[1,\"\",[],[]]", """[2,"",[{"n":0,"more":[4]}],[]]"""]);
        return result.DeadLetters.ShouldHaveSingleItem().Reason;
    }

    private IReadOnlyList<string> Rows(string schema, params ProtoBytes[] values) => Read(schema, Fields, values);

    private IReadOnlyList<string> Read(string schema, string select, params ProtoBytes[] values)
    {
        _fixture.Schema(1, schema, SchemaType.Protobuf);
        _fixture.Open(Query(select));
        var result = _fixture.Run(0, Batch.Of([.. values.Select(value => value.ToArray())]));
        result.DeadLetters.Select(record => record.Reason).ShouldBeEmpty();
        return _fixture.Rows(result.Files);
    }

    [DuckDbFact]
    public void What_stands_behind_a_bad_record_of_a_million_items_is_read()
    {
        _fixture.Schema(1, "syntax = \"proto3\"; message M { int32 id = 1; repeated int32 l = 2; }", SchemaType.Protobuf);
        _fixture.Open(Query("SELECT id FROM events WHERE len(l) >= 0"));
        var large = ProtoBytes.Framed(1).Bytes(2, new byte[1_100_000]).Raw(0x08).ToArray();
        var result = _fixture.Run(0, Batch.Of(large, ProtoBytes.Framed(1).Number(1, 5).ToArray(), ProtoBytes.Framed(1).Number(1, 6).ToArray()));
        (result.BadRecordCount, result.RowsIn).ShouldBe((1, 2));
        _fixture.Rows(result.Files).ShouldBe(["[5]", "[6]"]);
    }

    private static StreamingQuery Query(string sql) =>
        new() { Name = "q", Topic = "events", Sink = "/s", Sql = sql, BadRecords = BadRecordPolicy.DeadLetter, DeadLetterTopic = "bad" };

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = (byte[])good.Clone();
        for (var change = random.Next(1, 4); change > 0; change--)
            bytes[random.Next(5, bytes.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
