using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;

namespace Hops.Schemas.Tests.Json;

/// <summary>A number of units since 1970 and its text are the same time, at every edge of a second, day, year and of the type itself.</summary>
public sealed class TimeRoundTripTests
{
    private static readonly Dictionary<string, long> UnitNanos = new(StringComparer.Ordinal)
    {
        ["timestamp-millis"] = 1_000_000,
        ["timestamp-micros"] = 1_000,
        ["timestamp-nanos"] = 1,
        ["local-timestamp-millis"] = 1_000_000,
        ["local-timestamp-micros"] = 1_000,
        ["local-timestamp-nanos"] = 1,
    };

    /// <summary>A number near an edge: so many seconds, and a few units before or behind them.</summary>
    private static readonly Gen<long> Numbers =
        from edge in Gen.Elements(0L, 1, 60, 86_400, 946_684_800, 951_782_400, 4_102_444_800, -1, -86_400, -2_208_988_800, 9_223_372_036, -9_223_372_036)
        from unit in Gen.Elements(1_000L, 1_000_000, 1_000_000_000)
        from near in Gen.Elements(-1_000_001L, -1_001, -1_000, -1, 0, 1, 999, 1_000, 999_999, 1_000_001)
        from anything in ArbMap.Default.ArbFor<DoNotSize<long>>().Generator
        from wild in Gen.Elements(false, false, true)
        select wild ? anything.Item : unchecked((edge * unit) + near);

    [Theory]
    [InlineData("timestamp-millis")]
    [InlineData("timestamp-micros")]
    [InlineData("timestamp-nanos")]
    [InlineData("local-timestamp-millis")]
    [InlineData("local-timestamp-micros")]
    [InlineData("local-timestamp-nanos")]
    public void A_number_is_printed_as_the_time_that_it_is_and_read_as_itself(string name)
    {
        var schema = AvroSchema.Parse($$"""{"type":"long","logicalType":"{{name}}"}""");

        Prop.ForAll(Numbers.ToArbitrary(), number =>
        {
            var printed = Printed(schema, number);
            var isText = printed.StartsWith('"');
            return (Read(schema, printed) == number && (!isText || NanosOf(printed) == (Int128)number * UnitNanos[name])).Label(printed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Theory]
    [InlineData("timestamp-nanos", long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [InlineData("timestamp-nanos", long.MinValue, "1677-09-21T00:12:43.145224192Z")]
    [InlineData("local-timestamp-nanos", long.MinValue, "1677-09-21T00:12:43.145224192")]
    [InlineData("timestamp-micros", 253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z")]
    [InlineData("timestamp-micros", -62_135_596_800_000_000, "0001-01-01T00:00:00Z")]
    public void The_first_and_the_last_time_of_a_type_have_texts(string name, long number, string text) =>
        Printed(AvroSchema.Parse($$"""{"type":"long","logicalType":"{{name}}"}"""), number).ShouldBe($"\"{text}\"");

    [Theory]
    [InlineData("timestamp-micros", 253_402_300_800_000_000)]
    [InlineData("timestamp-micros", -62_135_596_800_000_001)]
    [InlineData("timestamp-millis", long.MaxValue)]
    [InlineData("local-timestamp-millis", long.MinValue)]
    public void Beyond_the_years_of_texts_the_number_stays_a_number(string name, long number) =>
        Printed(AvroSchema.Parse($$"""{"type":"long","logicalType":"{{name}}"}"""), number).ShouldBe(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The time of a text by the framework's own clock, which counts hundreds of nanoseconds, and the two digits that it lacks.</summary>
    private static Int128 NanosOf(string printed)
    {
        var text = printed.Trim('"').TrimEnd('Z');
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = DateTime.ParseExact(point < 0 ? text : text[..point], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var fraction = point < 0 ? 0 : long.Parse(text[(point + 1)..].PadRight(9, '0'), CultureInfo.InvariantCulture);
        return ((Int128)(whole - DateTime.UnixEpoch).Ticks * 100) + fraction;
    }

    private static string Printed(AvroSchema schema, long number)
    {
        var bytes = new ArrayBufferWriter<byte>();
        new AvroWriter(bytes).WriteLong(number);
        return Encoding.UTF8.GetString(PlainJson.Decode(DecodePlan.Of(schema), bytes.WrittenSpan));
    }

    private static long Read(AvroSchema schema, string json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        PlainJson.Encode(schema, JsonElement.Parse(json), bytes);
        return new AvroReader(bytes.WrittenSpan).ReadLong();
    }
}
