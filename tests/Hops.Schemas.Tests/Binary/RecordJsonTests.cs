using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Tests.Binary;

public sealed class RecordJsonTests
{
    private const string Rich =
        """
        {"type":"record","name":"R","fields":[
          {"name":"b","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},{"name":"d","type":"double"},
          {"name":"s","type":["null","string"]},{"name":"y","type":"bytes"},
          {"name":"a","type":{"type":"array","items":"long"}},{"name":"m","type":{"type":"map","values":["int","string"]}},
          {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},{"name":"f","type":{"type":"fixed","name":"F","size":2}},
          {"name":"n","type":["null","R"],"default":null}]}
        """;

    [Theory]
    [InlineData("\"long\"", "0", "00")]
    [InlineData("\"long\"", "-1", "01")]
    [InlineData("\"long\"", "1", "02")]
    [InlineData("\"long\"", "-64", "7f")]
    [InlineData("\"long\"", "64", "8001")]
    [InlineData("\"long\"", "9223372036854775807", "feffffffffffffffff01")]
    [InlineData("\"long\"", "-9223372036854775808", "ffffffffffffffffff01")]
    [InlineData("\"string\"", "\"foo\"", "06666f6f")]
    [InlineData("\"boolean\"", "true", "01")]
    [InlineData("\"float\"", "1.5", "0000c03f")]
    [InlineData("\"double\"", "\"NaN\"", "000000000000f8ff")]
    [InlineData("\"bytes\"", "\"\\u0000ÿ\"", "0400ff")]
    [InlineData("""["null","string"]""", """{"string":"a"}""", "020261")]
    [InlineData("""["null","string"]""", "null", "00")]
    [InlineData("""{"type":"array","items":"long"}""", "[3,27]", "04063600")]
    [InlineData("""{"type":"map","values":"int"}""", """{"a":1}""", "0202610200")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", "\"B\"", "02")]
    [InlineData("""{"type":"record","name":"test","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"}]}""", """{"a":27,"b":"foo"}""", "3606666f6f")]
    public void A_value_is_encoded_as_the_specification_says_and_decodes_back(string schema, string json, string hex)
    {
        var parsed = AvroSchema.Parse(schema);

        Convert.ToHexStringLower(Encode(parsed, json)).ShouldBe(hex);
        JsonElement.DeepEquals(Json(Decode(parsed, Convert.FromHexString(hex))), Json(json)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"long\"", "ffffffffffffffffffff01")]
    [InlineData("\"long\"", "ffffffffffffffffff02")]
    [InlineData("\"int\"", "feffffff7f")]
    [InlineData("\"long\"", "80")]
    [InlineData("\"long\"", "0000")]
    [InlineData("\"boolean\"", "02")]
    [InlineData("\"string\"", "01")]
    [InlineData("\"string\"", "feffffffffffffffff01")]
    [InlineData("\"string\"", "02ff")]
    [InlineData("[\"null\"]", "02")]
    [InlineData("[\"null\"]", "01")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "02")]
    [InlineData("""{"type":"array","items":"null"}""", "feffffffffffffffff01")]
    [InlineData("""{"type":"array","items":"null"}""", "ffffffffffffffffff0100")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"r","type":"R"}]}""", "")]
    [InlineData("""{"type":"fixed","name":"F","size":2147483647}""", "00")]
    public void Hostile_bytes_are_refused(string schema, string hex) =>
        Should.Throw<PlatformException>(() => Decode(AvroSchema.Parse(schema), Convert.FromHexString(hex)))
            .Code.ShouldBe(ErrorCode.UndecodableRecord);

    [Fact]
    public void Values_of_no_bytes_that_multiply_are_refused_in_bounded_time()
    {
        var types = string.Join(',', Enumerable.Range(1, 50).Select(n =>
            $$"""{"name":"f{{n}}","type":{"type":"record","name":"R{{n}}","fields":[{"name":"a","type":"R{{n - 1}}"},{"name":"b","type":"R{{n - 1}}"}]} }"""));
        var schema = AvroSchema.Parse(
            $$"""{"type":"record","name":"T","fields":[{"name":"f0","type":{"type":"record","name":"R0","fields":[]} },{{types}}]}""");

        Should.Throw<PlatformException>(() => Decode(schema, [])).Code.ShouldBe(ErrorCode.UndecodableRecord);
    }

    [Theory]
    [InlineData("\"int\"", "\"double\"", "5", "5")]
    [InlineData("\"int\"", "[\"null\",\"long\"]", "5", "{\"long\":5}")]
    [InlineData("[\"int\",\"string\"]", "[\"string\",\"long\"]", "{\"int\":5}", "{\"long\":5}")]
    [InlineData("[\"int\",\"string\"]", "\"long\"", "{\"int\":5}", "5")]
    [InlineData("\"string\"", "\"bytes\"", "\"a\"", "\"a\"")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["A"],"default":"A"}""", "\"B\"", "\"A\"")]
    [InlineData(
        """{"type":"record","name":"R","fields":[{"name":"old","type":"int"},{"name":"gone","type":{"type":"array","items":"string"}}]}""",
        """{"type":"record","name":"R","fields":[{"name":"now","type":"long","aliases":["old"]},{"name":"more","type":["null","int"],"default":7}]}""",
        """{"old":1,"gone":["x","y"]}""",
        """{"now":1,"more":{"int":7}}""")]
    public void Data_of_a_writer_is_read_as_the_reader_wants_it(string writer, string reader, string written, string read)
    {
        var from = AvroSchema.Parse(writer);

        var decoded = RecordJson.Decode(DecodePlan.Of(from, AvroSchema.Parse(reader)), Encode(from, written));

        JsonElement.DeepEquals(Json(Encoding.UTF8.GetString(decoded)), Json(read)).ShouldBeTrue(Encoding.UTF8.GetString(decoded));
    }

    [Fact]
    public void A_branch_that_the_reader_lacks_is_refused_only_when_it_comes()
    {
        var writer = AvroSchema.Parse("[\"int\",\"string\"]");
        var plan = DecodePlan.Of(writer, AvroSchema.Parse("\"long\""));

        Encoding.UTF8.GetString(RecordJson.Decode(plan, Encode(writer, "{\"int\":5}"))).ShouldBe("5");
        Should.Throw<PlatformException>(() => RecordJson.Decode(plan, Encode(writer, "{\"string\":\"a\"}")))
            .Code.ShouldBe(ErrorCode.UndecodableRecord);
    }

    [Theory]
    [InlineData("\"int\"", "2147483648", "")]
    [InlineData("\"int\"", "1.5", "")]
    [InlineData("\"string\"", "1", "")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""", "{}", "/a")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""", """{"a":1,"b":2}""", "/b")]
    [InlineData("[\"null\",\"int\"]", "\"x\"", "")]
    public void A_value_that_does_not_fit_is_refused_with_its_place(string schema, string json, string pointer)
    {
        var refusal = Should.Throw<PlatformException>(() => Encode(AvroSchema.Parse(schema), json));

        (refusal.Code, refusal.Facts["pointer"]).ShouldBe((ErrorCode.InvalidArgument, pointer));
    }

    [Fact]
    public void Whatever_is_encoded_decodes_to_itself()
    {
        var schema = AvroSchema.Parse(Rich);
        Prop.ForAll<(int I, long L), NonNull<string>, long[]>((numbers, s, a) =>
        {
            var text = new string(s.Get.Where(character => !char.IsSurrogate(character)).ToArray());
            var json = Sample(numbers.I, numbers.L, text, a);
            return JsonElement.DeepEquals(Json(Decode(schema, Encode(schema, json))), Json(json));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Mutated_bytes_decode_or_are_refused_and_nothing_else()
    {
        var schema = AvroSchema.Parse(Rich);
        var plan = DecodePlan.Of(schema);
        var bytes = Encode(schema, Sample(-7, 1L << 40, "abc", [1, 2, 3]));
        Prop.ForAll<int, byte, int>((place, value, cut) =>
        {
            var mutated = bytes.ToArray();
            mutated[(int)((uint)place % mutated.Length)] ^= value;
            try
            {
                RecordJson.Decode(plan, mutated.AsSpan(0, cut % 3 == 0 ? (int)((uint)cut % mutated.Length) : mutated.Length));
                return true;
            }
            catch (PlatformException refusal)
            {
                return refusal.Code == ErrorCode.UndecodableRecord;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    [Fact]
    public void A_wire_header_carries_the_schema_id()
    {
        var header = new byte[WireHeader.LengthBytes];
        WireHeader.Write(header, 258);

        header.ShouldBe([0, 0, 0, 1, 2]);
        WireHeader.ReadId(header).ShouldBe(258);
        Should.Throw<PlatformException>(() => WireHeader.ReadId([0, 0, 0, 1])).Code.ShouldBe(ErrorCode.UndecodableRecord);
        Should.Throw<PlatformException>(() => WireHeader.ReadId([1, 0, 0, 1, 2])).Code.ShouldBe(ErrorCode.UndecodableRecord);
    }

    private static string Sample(int i, long l, string text, long[] items) => JsonSerializer.Serialize(new
    {
        b = i % 2 == 0,
        i,
        l,
        d = l / 7.0,
        s = text.Length == 0 ? null : new { @string = text },
        y = "\u0000\u00ff",
        a = items,
        m = new Dictionary<string, object> { ["k"] = new { @int = i }, [text + "2"] = new { @string = text } },
        e = "B",
        f = "ab",
        n = (object?)null,
    });

    private static byte[] Encode(AvroSchema schema, string json)
    {
        var output = new ArrayBufferWriter<byte>();
        RecordJson.Encode(schema, json, output);
        return output.WrittenSpan.ToArray();
    }

    private static string Decode(AvroSchema schema, byte[] bytes) => Encoding.UTF8.GetString(RecordJson.Decode(DecodePlan.Of(schema), bytes));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
