using System.Buffers;
using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Tests.Binary;

/// <summary>Records of a writer as JSON of a reader whose logical types differ.</summary>
public sealed class ResolvedLogicalTypesTests
{
    private static readonly System.Text.Json.JsonSerializerOptions Options = new()
    {
        Encoder = Hops.Schemas.Canonical.SchemaPrinter.JsonOptions.Encoder,
    };

    private const string Price = """{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""";
    private const string FinerPrice = """{"type":"bytes","logicalType":"decimal","precision":12,"scale":3}""";

    [Theory]
    [InlineData(314, 3_140)]
    [InlineData(-314, -3_140)]
    [InlineData(0, 0)]
    public void A_decimal_is_read_under_the_scale_of_the_reader(int written, int read) =>
        Unscaled(Decode(Price, FinerPrice, Decimal(written))).ShouldBe(read);

    [Fact]
    public void A_decimal_of_a_fixed_keeps_its_length() =>
        Decode(Fixed(9, 2), Fixed(9, 3), 0xff, 0xff, 0xff, 0xfe, 0xc6).ShouldBe(Text(0xff, 0xff, 0xff, 0xf3, 0xbc));

    [Fact]
    public void A_decimal_inside_of_others_is_converted_too()
    {
        var json = Decode(Nested(Price), Nested(FinerPrice), 2, 2, 4, 0x01, 0x3a, 0);
        json.ShouldContain(Text(0x0c, 0x44));
    }

    [Fact]
    public void A_decimal_that_does_not_fit_is_refused()
    {
        ShouldBeRefused(FinerPrice, Price, Decimal(3_141));
        ShouldBeRefused(Price, """{"type":"bytes","logicalType":"decimal","precision":3,"scale":2}""", Decimal(12_345));
        ShouldBeRefused(Price, FinerPrice, 0);
    }

    [Theory]
    [InlineData("timestamp-millis", "timestamp-micros", 6, "3000")]
    [InlineData("timestamp-micros", "timestamp-micros", 6, "3")]
    [InlineData("local-timestamp-millis", "local-timestamp-nanos", 5, "-3000000")]
    public void A_time_is_read_under_the_unit_of_the_reader(string writer, string reader, byte written, string read) =>
        Decode(Long(writer), Long(reader), written).ShouldBe(read);

    [Fact]
    public void A_long_that_becomes_a_double_keeps_the_digits_of_a_double() =>
        Decode("\"long\"", "\"double\"", 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f).ShouldBe("9007199254740991");

    [Fact]
    public void A_time_of_day_of_an_int_is_promoted_and_converted() =>
        Decode("""{"type":"int","logicalType":"time-millis"}""", Long("time-micros"), 6).ShouldBe("3000");

    [Fact]
    public void A_time_that_is_finer_than_the_unit_of_the_reader_is_refused() =>
        ShouldBeRefused(Long("timestamp-micros"), Long("timestamp-millis"), 6);

    [Fact]
    public void An_instant_is_not_read_as_a_local_time() => ShouldBeRefused(Long("timestamp-millis"), Long("local-timestamp-millis"), 6);

    [Fact]
    public void A_union_of_the_reader_is_asked_for_the_branch_of_the_same_meaning() =>
        Decode("""{"type":"int","logicalType":"date"}""", $"""["null",{Long("timestamp-millis")},"double"]""", 6).ShouldBe("""{"double":3}""");

    private static void ShouldBeRefused(string writer, string reader, params byte[] bytes) =>
        Should.Throw<PlatformException>(() => Decode(writer, reader, bytes)).Code.ShouldBe(ErrorCode.UndecodableRecord);

    private static string Decode(string writer, string reader, params byte[] bytes) =>
        Encoding.UTF8.GetString(RecordJson.Decode(DecodePlan.Of(AvroSchema.Parse(writer), AvroSchema.Parse(reader)), bytes));

    private static byte[] Decimal(int unscaled)
    {
        var output = new ArrayBufferWriter<byte>();
        new AvroWriter(output).WriteBytes(new System.Numerics.BigInteger(unscaled).ToByteArray(isUnsigned: false, isBigEndian: true));
        return output.WrittenSpan.ToArray();
    }

    private static long Unscaled(string json)
    {
        var bytes = Encoding.Latin1.GetBytes(System.Text.Json.JsonElement.Parse(json).GetString()!);
        return (long)new System.Numerics.BigInteger(bytes, isUnsigned: false, isBigEndian: true);
    }

    /// <summary>JSON of bytes as it is written: characters that ASCII has not are escaped or not as the writer likes.</summary>
    private static string Text(params byte[] bytes) =>
        System.Text.Json.JsonSerializer.Serialize(Encoding.Latin1.GetString(bytes), Options);

    private static string Fixed(int precision, int scale) =>
        $$"""{"type":"fixed","name":"F","size":5,"logicalType":"decimal","precision":{{precision}},"scale":{{scale}}}""";

    private static string Long(string logical) => $$"""{"type":"long","logicalType":"{{logical}}"}""";

    private static string Nested(string inner) =>
        $$$"""{"type":"record","name":"R","fields":[{"name":"list","type":{"type":"array","items":["null",{{{inner}}}]}}]}""";
}
