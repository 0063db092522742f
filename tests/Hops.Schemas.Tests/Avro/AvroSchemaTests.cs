using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Tests.Avro;

public sealed class AvroSchemaTests
{
    [Fact]
    public void A_record_has_its_fields_names_defaults_and_logical_types()
    {
        var schema = AvroSchema.Parse(
            """
            {"type":"record","name":"Departure","namespace":"air.nyc","aliases":["Flight","x.Y"],"fields":[
              {"name":"id","type":"long"},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"aliases":["time"]},
              {"name":"delay","type":["null","double"],"default":null},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2},"default":"\u0000\u00ff"},
              {"name":"carrier","type":{"type":"enum","name":"Carrier","symbols":["UA","AA"],"default":"UA"}},
              {"name":"next","type":["null","Departure"]}]}
            """).ShouldBeOfType<AvroRecord>();

        schema.FullName.ShouldBe("air.nyc.Departure");
        schema.Declaration.Aliases.Select(alias => alias.Full).ShouldBe(["air.nyc.Flight", "x.Y"]);
        schema.Fields.Select(field => field.Name).ShouldBe(["id", "at", "delay", "price", "carrier", "next"]);
        schema.Fields[1].Schema.LogicalType.ShouldBe(new LogicalType(LogicalKind.TimestampMillis));
        schema.Fields[1].Aliases.ShouldBe(["time"]);
        schema.Fields[2].HasDefault.ShouldBeTrue();
        schema.Fields[3].Schema.LogicalType.ShouldBe(new LogicalType(LogicalKind.Decimal, 9, 2));
        schema.Fields[4].Schema.ShouldBeOfType<AvroEnum>().FullName.ShouldBe("air.nyc.Carrier");
        schema.Fields[5].Schema.ShouldBeOfType<AvroUnion>().Branches[1].ShouldBeSameAs(schema);
    }

    [Theory]
    [InlineData("""{"type":"int","logicalType":"timestamp-millis"}""")]
    [InlineData("""{"type":"bytes","logicalType":"decimal"}""")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":2,"scale":3}""")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":0}""")]
    [InlineData("""{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":5}""")]
    [InlineData("""{"type":"fixed","name":"F","size":11,"logicalType":"duration"}""")]
    [InlineData("""{"type":"string","logicalType":"unheard-of"}""")]
    public void A_logical_type_that_is_not_valid_is_ignored(string json) => AvroSchema.Parse(json).LogicalType.ShouldBeNull();

    [Theory]
    [InlineData("""{"type":"fixed","name":"F","size":2,"logicalType":"decimal","precision":4}""", LogicalKind.Decimal)]
    [InlineData("""{"type":"fixed","name":"F","size":12,"logicalType":"duration"}""", LogicalKind.Duration)]
    [InlineData("""{"type":"fixed","name":"F","size":16,"logicalType":"uuid"}""", LogicalKind.Uuid)]
    [InlineData("""{"type":"string","logicalType":"uuid"}""", LogicalKind.Uuid)]
    [InlineData("""{"type":"int","logicalType":"date"}""", LogicalKind.Date)]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", LogicalKind.TimeMillis)]
    [InlineData("""{"type":"long","logicalType":"time-micros"}""", LogicalKind.TimeMicros)]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", LogicalKind.TimestampMicros)]
    [InlineData("""{"type":"long","logicalType":"local-timestamp-millis"}""", LogicalKind.LocalTimestampMillis)]
    [InlineData("""{"type":"long","logicalType":"local-timestamp-micros"}""", LogicalKind.LocalTimestampMicros)]
    public void A_valid_logical_type_is_known(string json, LogicalKind kind) =>
        AvroSchema.Parse(json).LogicalType.ShouldNotBeNull().Kind.ShouldBe(kind);

    [Theory]
    [InlineData("", null)]
    [InlineData("{", null)]
    [InlineData("""{"type":"int","type":"int"}""", null)]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("7", "")]
    [InlineData("\"unheard\"", "")]
    [InlineData("""["int",["null"]]""", "/1")]
    [InlineData("""["int","int"]""", "/1")]
    [InlineData("""["int",{"type":"int","logicalType":"date"}]""", "/1")]
    [InlineData("""[{"type":"array","items":"int"},{"type":"array","items":"long"}]""", "/1")]
    [InlineData("""{"type":"record","name":"R"}""", "")]
    [InlineData("""{"type":"record","fields":[]}""", "")]
    [InlineData("""{"type":"record","name":"int","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"a..b","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"1a","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a-b","type":"int"}]}""", "/fields/0/name")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}""", "/fields/1")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}""", "/fields/0/default")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":2147483648}]}""", "/fields/0/default")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"bytes","default":"\u0100"}]}""", "/fields/0/default")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"R","default":{}}]}""", "/fields/0/default")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","order":"up"}]}""", "/fields/0/order")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"R","size":1}}]}""", "/fields/0/type/name")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","A"]}""", "/symbols/1")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A-B"]}""", "/symbols/0")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"],"default":"B"}""", "/default")]
    [InlineData("""{"type":"fixed","name":"F","size":-1}""", "/size")]
    [InlineData("""{"type":"array"}""", "")]
    [InlineData("""{"type":"map"}""", "")]
    public void A_schema_that_breaks_a_rule_is_refused_with_its_place(string json, string? pointer)
    {
        var refusal = Should.Throw<PlatformException>(() => AvroSchema.Parse(json));

        refusal.Code.ShouldBe(ErrorCode.InvalidSchema);
        refusal.Facts.TryGetValue("pointer", out var found);
        found.ShouldBe(pointer);
    }

    [Fact]
    public void A_default_of_a_union_may_fit_any_branch() =>
        AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"],"default":3}]}""").ShouldBeOfType<AvroRecord>();

    [Fact]
    public void Types_too_deep_inside_one_another_are_refused()
    {
        var json = "\"int\"";
        for (var depth = 0; depth < 80; depth++)
            json = $$"""{"type":"array","items":{{json}}}""";

        Should.Throw<PlatformException>(() => AvroSchema.Parse(json)).Code.ShouldBe(ErrorCode.InvalidSchema);
    }

    [Fact]
    public void Too_many_names_and_too_long_a_text_are_refused()
    {
        var names = string.Join(',', Enumerable.Range(0, AvroLimits.NamesMax + 1).Select(n => $$"""{"type":"fixed","name":"F{{n}}","size":1}"""));

        Should.Throw<PlatformException>(() => AvroSchema.Parse($"[{names}]")).Code.ShouldBe(ErrorCode.TooLarge);
        Should.Throw<PlatformException>(() => AvroSchema.Parse($"\"{new string('a', AvroLimits.TextLengthBytesMax)}\""))
            .Code.ShouldBe(ErrorCode.TooLarge);
    }

    [Fact]
    public void Defaults_that_multiply_are_refused_in_bounded_time()
    {
        var types = new List<string> { """{"type":"record","name":"R0","fields":[]}""" };
        for (var n = 1; n < 60; n++)
            types.Add($$"""{"type":"record","name":"R{{n}}","fields":[{"name":"a","type":"R{{n - 1}}","default":{} },{"name":"b","type":"R{{n - 1}}","default":{} }]}""");

        Should.Throw<PlatformException>(() => AvroSchema.Parse($"[{string.Join(',', types)}]")).Code.ShouldBe(ErrorCode.TooLarge);
    }

    [Fact]
    public void A_text_may_name_types_of_its_references()
    {
        var address = AvroSchema.Parse("""{"type":"record","name":"Address","namespace":"a","fields":[]}""");

        var schema = AvroSchema.Parse("""{"type":"record","name":"Person","fields":[{"name":"home","type":"a.Address"}]}""", [address]);

        schema.ShouldBeOfType<AvroRecord>().Fields[0].Schema.ShouldBeSameAs(address);
    }
}
