using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;

namespace Hops.Schemas.Tests.Json;

/// <summary>A text or a number becomes the value that it says, or is refused; nothing is rounded, shifted or cut.</summary>
public sealed class PlainScalarTests
{
    private const string Money = """{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""";
    private const string FixedMoney = """{"type":"fixed","name":"M","size":5,"logicalType":"decimal","precision":9,"scale":2}""";
    private const string Big = """{"type":"bytes","logicalType":"decimal","precision":60,"scale":20}""";
    private const string Day = """{"type":"int","logicalType":"date"}""";
    private const string TimeMillis = """{"type":"int","logicalType":"time-millis"}""";
    private const string TimeMicros = """{"type":"long","logicalType":"time-micros"}""";
    private const string Millis = """{"type":"long","logicalType":"timestamp-millis"}""";
    private const string Micros = """{"type":"long","logicalType":"timestamp-micros"}""";
    private const string LocalMillis = """{"type":"long","logicalType":"local-timestamp-millis"}""";
    private const string LocalMicros = """{"type":"long","logicalType":"local-timestamp-micros"}""";
    private const string Nanos = """{"type":"long","logicalType":"timestamp-nanos"}""";
    private const string LocalNanos = """{"type":"long","logicalType":"local-timestamp-nanos"}""";
    private const string Uuid = """{"type":"string","logicalType":"uuid"}""";
    private const string FixedUuid = """{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}""";
    private const string Duration = """{"type":"fixed","name":"D","size":12,"logicalType":"duration"}""";

    [Theory]
    [InlineData(Money, "\"1.5\"", "0400" + "96", "\"1.50\"")]
    [InlineData(Money, "1.5", "0400" + "96", "\"1.50\"")]
    [InlineData(Money, "7", "0402bc", "\"7.00\"")]
    [InlineData(Money, "\"-0.01\"", "02ff", "\"-0.01\"")]
    [InlineData(Money, "\"+1.500\"", "040096", "\"1.50\"")]
    [InlineData(Money, "15e-1", "040096", "\"1.50\"")]
    [InlineData(Money, "0", "0200", "\"0.00\"")]
    [InlineData(Money, "-0.000", "0200", "\"0.00\"")]
    [InlineData(Money, "9999999.99", "083b9ac9ff", "\"9999999.99\"")]
    [InlineData(FixedMoney, "1.5", "0000000096", "\"1.50\"")]
    [InlineData(FixedMoney, "\"-1.5\"", "ffffffff6a", "\"-1.50\"")]
    [InlineData(Day, "\"1970-01-02\"", "02", "\"1970-01-02\"")]
    [InlineData(Day, "\"1969-12-31\"", "01", "\"1969-12-31\"")]
    [InlineData(Day, "\"2013-01-31 00:00:00\"", "f0f501", "\"2013-01-31\"")]
    [InlineData(Day, "1", "02", "\"1970-01-02\"")]
    [InlineData(Day, "3000000", "809bee02", "3000000")]
    [InlineData(TimeMillis, "\"00:00:01.5\"", "b817", "\"00:00:01.500\"")]
    [InlineData(TimeMillis, "1500", "b817", "\"00:00:01.500\"")]
    [InlineData(TimeMicros, "\"00:00:00.000007\"", "0e", "\"00:00:00.000007\"")]
    [InlineData(TimeMicros, "\"00:01\"", "809c9c39", "\"00:01:00\"")]
    [InlineData(Millis, "\"1970-01-01T00:00:00.001Z\"", "02", "\"1970-01-01T00:00:00.001Z\"")]
    [InlineData(Millis, "\"1970-01-01 00:00:00.001000000\"", "02", "\"1970-01-01T00:00:00.001Z\"")]
    [InlineData(Millis, "\"1969-12-31T23:59:59.999Z\"", "01", "\"1969-12-31T23:59:59.999Z\"")]
    [InlineData(Millis, "\"1970-01-01T02:00+02:00\"", "00", "\"1970-01-01T00:00:00Z\"")]
    [InlineData(Millis, "\"1969-12-31T19:00:00-0500\"", "00", "\"1970-01-01T00:00:00Z\"")]
    [InlineData(Millis, "\"1970-01-01 00:00:00+00\"", "00", "\"1970-01-01T00:00:00Z\"")]
    [InlineData(Millis, "\"5\"", "0a", "\"1970-01-01T00:00:00.005Z\"")]
    [InlineData(Micros, "\"1969-12-31T23:59:59.999999Z\"", "01", "\"1969-12-31T23:59:59.999999Z\"")]
    [InlineData(Micros, "\"1970-01-01T00:00:00.1234560Z\"", "80890f", "\"1970-01-01T00:00:00.123456Z\"")]
    [InlineData(LocalMillis, "\"1970-01-01T00:00:00.001\"", "02", "\"1970-01-01T00:00:00.001\"")]
    [InlineData(LocalMicros, "\"1970-01-01\"", "00", "\"1970-01-01T00:00:00\"")]
    [InlineData(Nanos, "\"1970-01-01T00:00:00.000000001Z\"", "02", "\"1970-01-01T00:00:00.000000001Z\"")]
    [InlineData(Nanos, "\"1969-12-31T23:59:59.999999999Z\"", "01", "\"1969-12-31T23:59:59.999999999Z\"")]
    [InlineData(Nanos, "\"1970-01-01T02:00:00.1+02:00\"", "8084af5f", "\"1970-01-01T00:00:00.100Z\"")]
    [InlineData(Nanos, "\"2262-04-11T23:47:16.854775807Z\"", "feffffffffffffffff01", "\"2262-04-11T23:47:16.854775807Z\"")]
    [InlineData(Nanos, "\"1677-09-21T00:12:43.145224192Z\"", "ffffffffffffffffff01", "\"1677-09-21T00:12:43.145224192Z\"")]
    [InlineData(Nanos, "7", "0e", "\"1970-01-01T00:00:00.000000007Z\"")]
    [InlineData(LocalNanos, "\"1970-01-01 00:00:00.000001\"", "d00f", "\"1970-01-01T00:00:00.000001\"")]
    [InlineData(FixedUuid, "\"123E4567-e89b-12d3-a456-426614174000\"", "123e4567e89b12d3a456426614174000", "\"123e4567-e89b-12d3-a456-426614174000\"")]
    [InlineData(Duration, "\"P1M2DT3.5S\"", "0100000002000000ac0d0000", "\"P1M2DT3.5S\"")]
    [InlineData(Duration, "\"P1Y1WT1H1M\"", "0c00000007000000e0d83700", "\"P12M7DT3660S\"")]
    [InlineData(Duration, "\"P0D\"", "000000000000000000000000", "\"P0D\"")]
    [InlineData("\"int\"", "\"42\"", "54", "42")]
    [InlineData("\"int\"", "42.0", "54", "42")]
    [InlineData("\"long\"", "1e3", "d00f", "1000")]
    [InlineData("\"long\"", "\"9223372036854775807\"", "feffffffffffffffff01", "9223372036854775807")]
    [InlineData("\"double\"", "\"1.5\"", "000000000000f83f", "1.5")]
    [InlineData("\"double\"", "\"-inf\"", "000000000000f0ff", "\"-Infinity\"")]
    [InlineData("\"double\"", "\"nan\"", "000000000000f8ff", "\"NaN\"")]
    [InlineData("\"float\"", "\"Infinity\"", "0000807f", "\"Infinity\"")]
    [InlineData("\"boolean\"", "\"TRUE\"", "01", "true")]
    public void A_value_is_written_as_what_it_means_and_printed_so(string type, string json, string hex, string printed)
    {
        var schema = AvroSchema.Parse(type);

        Convert.ToHexStringLower(Encode(schema, json)).ShouldBe(hex);
        Decode(schema, hex).ShouldBe(printed);
        Convert.ToHexStringLower(Encode(schema, printed)).ShouldBe(hex);
    }

    [Theory]
    [InlineData(Money, "\"1.505\"", "3 digits after the point, and the type is decimal(9,2)")]
    [InlineData(Money, "1.505", "3 digits after the point")]
    [InlineData(Money, "12345678", "8 digits before the point, and the type is decimal(9,2)")]
    [InlineData(Money, "1e9999", "before the point")]
    [InlineData(Money, "1e999999999", "no number; write one such as 3.75")]
    [InlineData(Money, "\"1,5\"", "'1,5' is no number")]
    [InlineData(Money, "\"NaN\"", "no number")]
    [InlineData(Money, "\"\"", "'' is no number")]
    [InlineData(Money, "true", "no number")]
    [InlineData(Day, "\"31.01.2013\"", "'31.01.2013' is no date; write 2013-01-31")]
    [InlineData(Day, "\"2013-01-31T10:00\"", "finer")]
    [InlineData(Day, "\"2013-02-30\"", "no date")]
    [InlineData(Day, "\"20130131\"", "beyond the year 9999")]
    [InlineData(TimeMillis, "\"25:00\"", "no time of day; write 10:00")]
    [InlineData(TimeMillis, "\"10:00:00.0001\"", "finer than the type, which counts milliseconds")]
    [InlineData(TimeMillis, "\"10:00Z\"", "leave the zone out")]
    [InlineData(TimeMillis, "86400000", "no time of a day")]
    [InlineData(TimeMicros, "-1", "no time of a day")]
    [InlineData(Millis, "\"yesterday\"", "'yesterday' is no time; write 2013-01-31T10:00:59Z")]
    [InlineData(Millis, "\"2013-01-01T10:00:00.0001Z\"", "finer than the type, which counts milliseconds")]
    [InlineData(Micros, "\"2013-01-01T10:00:00.1234567Z\"", "finer than the type, which counts microseconds")]
    [InlineData(Micros, "\"2013-01-01T10:00:00.1234567891Z\"", "no time")]
    [InlineData(Millis, "\"2013-01-01T24:00\"", "no time")]
    [InlineData(Millis, "\"2013-01-01T10:00 Europe/Berlin\"", "no time")]
    [InlineData(Millis, "1.5", "has a fraction")]
    [InlineData(Millis, "true", "no time")]
    [InlineData(LocalMillis, "\"2013-01-01T10:00:00+02:00\"", "names a zone, and the type is local time")]
    [InlineData(LocalMicros, "\"2013-01-01T10:00:00Z\"", "names a zone")]
    [InlineData(Nanos, "\"2262-04-11T23:47:16.854775808Z\"", "out of the range of the type, which counts nanoseconds from 1677-09-21 to 2262-04-11")]
    [InlineData(Nanos, "\"1677-09-21T00:12:43.145224191Z\"", "out of the range of the type")]
    [InlineData(Nanos, "\"9999-12-31\"", "give the field the type timestamp-micros")]
    [InlineData(Nanos, "\"2013-01-01T10:00:00.1234567891Z\"", "no time; write 2013-01-31T10:00:59Z, 2013-01-31 10:00:59.123456789")]
    [InlineData(Nanos, "\"9223372036854775808\"", "out of the range of long")]
    [InlineData(LocalNanos, "\"2013-01-01T10:00:00.123456789Z\"", "names a zone, and the type is local time")]
    [InlineData(Uuid, "\"123\"", "'123' is no UUID; write 123e4567")]
    [InlineData(FixedUuid, "\"{123e4567-e89b-12d3-a456-426614174000}\"", "no UUID")]
    [InlineData(Duration, "\"P\"", "no duration; write P1M2DT3.5S")]
    [InlineData(Duration, "\"P1DT\"", "no duration")]
    [InlineData(Duration, "\"PT0.0005S\"", "finer")]
    [InlineData(Duration, "\"P4294967296D\"", "too long")]
    [InlineData(Duration, "\"-P1D\"", "no duration")]
    [InlineData("\"int\"", "\"late\"", "'late' is no whole number; write a whole number such as 42")]
    [InlineData("\"int\"", "1.5", "1.5 has a fraction, and the type is int")]
    [InlineData("\"int\"", "\"2147483648\"", "out of the range of int")]
    [InlineData("\"long\"", "9223372036854775808", "out of the range of long")]
    [InlineData("\"long\"", "1e30", "out of the range of long")]
    [InlineData("\"double\"", "\"1e999\"", "out of the range of double")]
    [InlineData("\"double\"", "1e999", "out of the range of double")]
    [InlineData("\"float\"", "3.5e38", "out of the range of float")]
    [InlineData("\"double\"", "\"1,5\"", "no number")]
    [InlineData("\"double\"", "\"NA\"", "'NA' is no number; write one such as 3.5")]
    [InlineData("\"boolean\"", "\"ja\"", "'ja' is no truth value; write true or false")]
    [InlineData("\"boolean\"", "1", "no truth value")]
    [InlineData("\"string\"", "1", "1 is no text")]
    [InlineData("\"bytes\"", "\"\\u0100\"", "no text of bytes")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", "\"C\"", "'C' is no symbol of 'E'; write A, B")]
    public void What_does_not_fit_is_quoted_with_what_would(string type, string json, string reason)
    {
        var refusal = Should.Throw<PlatformException>(() => Encode(AvroSchema.Parse(type), json));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain(reason);
    }

    [Fact]
    public void A_decimal_of_sixty_digits_keeps_each_of_them()
    {
        const string Number = "1234567890123456789012345678901234567890.12345678901234567891";
        var schema = AvroSchema.Parse(Big);

        Decode(schema, Convert.ToHexStringLower(Encode(schema, Number))).ShouldBe($"\"{Number}\"");
    }

    [Fact]
    public void A_default_is_the_bytes_that_the_schema_says_and_is_printed_as_what_it_means()
    {
        var schema = AvroSchema.Parse(
            $$"""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"price","type":{{Money}},"default":"\u0000\u0096"},{"name":"day","type":{{Day}},"default":1}]}""");
        var writer = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");
        const string Printed = """{"a":1,"price":"1.50","day":"1970-01-02"}""";

        Decode(schema, Convert.ToHexStringLower(Encode(schema, """{"a":1}"""))).ShouldBe(Printed);
        Encoding.UTF8.GetString(PlainJson.Decode(DecodePlan.Of(writer, schema), [2])).ShouldBe(Printed);
    }

    [Fact]
    public void Avros_own_encoding_keeps_the_bytes_and_numbers_of_its_specification()
    {
        var schema = AvroSchema.Parse(Money);
        var output = new ArrayBufferWriter<byte>();
        RecordJson.Encode(schema, "\"1.5\"", output);

        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe("06312e35");
        Encoding.UTF8.GetString(RecordJson.Decode(DecodePlan.Of(schema), output.WrittenSpan)).ShouldBe("\"1.5\"");
        Should.Throw<PlatformException>(() => RecordJson.Encode(AvroSchema.Parse("\"float\""), "1e39", output)).Message.ShouldContain("out of the range");
    }

    private static byte[] Encode(AvroSchema schema, string json)
    {
        var output = new ArrayBufferWriter<byte>();
        PlainJson.Encode(schema, PlainJson.Parse(json), output);
        return output.WrittenSpan.ToArray();
    }

    private static string Decode(AvroSchema schema, string hex) =>
        Encoding.UTF8.GetString(PlainJson.Decode(DecodePlan.Of(schema), Convert.FromHexString(hex)));
}
