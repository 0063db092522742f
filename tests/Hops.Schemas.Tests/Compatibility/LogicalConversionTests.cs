using System.Numerics;
using Hops.Schemas.Avro;
using Hops.Schemas.Compatibility;

namespace Hops.Schemas.Tests.Compatibility;

public sealed class LogicalConversionTests
{
    [Theory]
    [InlineData("timestamp-millis", "timestamp-micros", 5, 5_000)]
    [InlineData("timestamp-micros", "timestamp-nanos", -7, -7_000)]
    [InlineData("timestamp-nanos", "timestamp-millis", -3_000_000, -3)]
    [InlineData("local-timestamp-micros", "local-timestamp-millis", 12_000, 12)]
    [InlineData("timestamp-millis", "timestamp-millis", 5, 5)]
    public void A_change_of_unit_moves_the_point(string writer, string reader, long value, long expected)
    {
        Of(Long(writer), Long(reader)).TryConvert(value, out var converted).ShouldBeTrue();
        converted.ShouldBe(expected);
    }

    [Theory]
    [InlineData("timestamp-micros", "timestamp-millis", 1_500)]
    [InlineData("timestamp-micros", "timestamp-millis", -1)]
    [InlineData("timestamp-nanos", "timestamp-micros", 1)]
    [InlineData("timestamp-millis", "timestamp-nanos", long.MaxValue / 10)]
    [InlineData("timestamp-millis", "timestamp-micros", long.MinValue)]
    public void What_the_reader_cannot_say_exactly_is_refused(string writer, string reader, long value) =>
        Of(Long(writer), Long(reader)).TryConvert(value, out _).ShouldBeFalse();

    [Theory]
    [InlineData(9, 2, 12, 3, 314, 3_140)]
    [InlineData(9, 3, 9, 2, -3_140, -314)]
    [InlineData(9, 0, 38, 20, 1, "100000000000000000000")]
    [InlineData(9, 2, 12, 2, 314, 314)]
    public void A_change_of_scale_keeps_the_number(int precision, int scale, int precisionNext, int scaleNext, int unscaled, object expected)
    {
        Of(Decimal(precision, scale), Decimal(precisionNext, scaleNext)).TryConvert(new BigInteger(unscaled), out var converted).ShouldBeTrue();
        converted.ShouldBe(BigInteger.Parse(expected.ToString()!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(9, 3, 9, 2, 3_141)]
    [InlineData(9, 2, 4, 3, 31_400)]
    [InlineData(9, 2, 4, 2, 10_000)]
    [InlineData(9, 2, 4, 2, -10_000)]
    public void Digits_that_the_reader_has_not_are_never_cut_off(int precision, int scale, int precisionNext, int scaleNext, int unscaled) =>
        Of(Decimal(precision, scale), Decimal(precisionNext, scaleNext)).TryConvert(new BigInteger(unscaled), out _).ShouldBeFalse();

    [Theory]
    [InlineData("timestamp-millis", "local-timestamp-millis")]
    [InlineData("local-timestamp-micros", "timestamp-micros")]
    [InlineData("time-micros", "timestamp-micros")]
    public void Types_of_another_meaning_are_not_taken(string writer, string reader)
    {
        var conversion = Of(Long(writer), Long(reader));
        conversion.IsPossible.ShouldBeFalse();
        conversion.Mismatch.ShouldBe($"a {writer} of the writer is no {reader}, which the reader expects");
    }

    [Fact]
    public void A_date_is_no_timestamp() =>
        Of("""{"type":"int","logicalType":"date"}""", Long("timestamp-millis")).IsPossible.ShouldBeFalse();

    [Fact]
    public void The_characters_of_a_text_are_no_decimal_and_the_other_way_round()
    {
        Of("\"string\"", Decimal(9, 2)).IsPossible.ShouldBeFalse();
        Of(Decimal(9, 2), "\"string\"").IsPossible.ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"long\"", "timestamp-millis")]
    [InlineData("\"int\"", "timestamp-micros")]
    public void A_writer_that_says_nothing_leaves_the_meaning_to_the_reader(string writer, string reader) =>
        Of(writer, Long(reader)).IsIdentity.ShouldBeTrue();

    [Fact]
    public void A_reader_that_says_nothing_gets_the_number_as_it_is() => Of(Long("timestamp-millis"), "\"double\"").IsIdentity.ShouldBeTrue();

    [Fact]
    public void Scales_of_huge_decimals_are_not_computed_with() =>
        Of(Decimal(2_000_000_000, 2_000_000_000), Decimal(2_000_000_000, 0)).IsPossible.ShouldBeFalse();

    private static LogicalConversion Of(string writer, string reader) => LogicalConversion.Of(AvroSchema.Parse(writer), AvroSchema.Parse(reader));

    private static string Long(string logical) => $$"""{"type":"long","logicalType":"{{logical}}"}""";

    private static string Decimal(int precision, int scale) =>
        $$"""{"type":"bytes","logicalType":"decimal","precision":{{precision}},"scale":{{scale}}}""";
}
