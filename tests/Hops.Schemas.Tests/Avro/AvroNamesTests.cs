using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Tests.Avro;

/// <summary>Names and namespaces, and every limit of a text just kept and just broken.</summary>
public sealed class AvroNamesTests
{
    [Theory]
    [InlineData("""{"type":"fixed","name":"F","size":1}""", "F")]
    [InlineData("""{"type":"fixed","name":"F","namespace":"a.b","size":1}""", "a.b.F")]
    [InlineData("""{"type":"fixed","name":"c.F","namespace":"a.b","size":1}""", "c.F")]
    [InlineData("""{"type":"fixed","name":"F","namespace":"","size":1}""", "F")]
    [InlineData("""{"type":"fixed","name":".F","namespace":"a.b","size":1}""", "F")]
    [InlineData("""{"type":"fixed","name":"_9","namespace":"_","size":1}""", "_._9")]
    public void A_full_name_is_made_of_name_and_namespace(string json, string full) => AvroSchema.Parse(json).Name!.Full.ShouldBe(full);

    [Theory]
    [InlineData("\"F\"", "a.F")]
    [InlineData("\"a.F\"", "a.F")]
    [InlineData("\"b.F\"", "b.F")]
    [InlineData("""{"type":"F"}""", "a.F")]
    [InlineData("""{"type":"record","name":"I","fields":[{"name":"x","type":"F"}]}""", "a.F")]
    [InlineData("""{"type":"record","name":"I","namespace":"b","fields":[{"name":"x","type":"F"}]}""", "b.F")]
    [InlineData("""{"type":"record","name":"b.I","fields":[{"name":"x","type":"F"}]}""", "b.F")]
    [InlineData("""{"type":"record","name":"I","namespace":"b","fields":[{"name":"x","type":"a.F"}]}""", "a.F")]
    [InlineData("""{"type":"record","name":"I","namespace":"","fields":[{"name":"x","type":"T"}]}""", "T")]
    [InlineData("""{"type":"record","name":"I","namespace":"c","fields":[{"name":"x","type":"T"}]}""", "T")]
    public void A_short_name_is_looked_for_in_the_namespace_around_it_and_then_without_one(string type, string full)
    {
        var schema = AvroSchema.Parse(
            $$"""
            {"type":"record","name":"a.Outer","fields":[
              {"name":"t","type":{"type":"fixed","name":"T","namespace":"","size":1} },
              {"name":"f","type":{"type":"fixed","name":"F","size":1} },
              {"name":"g","type":{"type":"fixed","name":"b.F","size":1} },
              {"name":"use","type":{{type}} }]}
            """).ShouldBeOfType<AvroRecord>();

        var used = schema.Fields[3].Schema is AvroRecord inner ? inner.Fields[0].Schema : schema.Fields[3].Schema;

        used.Name!.Full.ShouldBe(full);
    }

    [Theory]
    [InlineData("""{"type":"record","name":"","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"é","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"a b","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"R.","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"R","namespace":"a.1b","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"R","namespace":".","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"x.string","fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":7,"fields":[]}""", "/name")]
    [InlineData("""{"type":"record","name":"R","namespace":7,"fields":[]}""", "/namespace")]
    [InlineData("""{"type":"record","name":"R","doc":7,"fields":[]}""", "/doc")]
    [InlineData("""{"type":"record","name":"R","aliases":"S","fields":[]}""", "/aliases")]
    [InlineData("""{"type":"record","name":"R","aliases":["S",1],"fields":[]}""", "/aliases/1")]
    [InlineData("""{"type":"record","name":"R","aliases":["S","1"],"fields":[]}""", "/aliases/1")]
    [InlineData("""{"type":"record","name":"R","fields":{}}""", "/fields")]
    [InlineData("""{"type":"record","name":"R","fields":["a"]}""", "/fields/0")]
    [InlineData("""{"type":"record","name":"R","fields":[{"type":"int"}]}""", "/fields/0")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a"}]}""", "/fields/0")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a.b","type":"int"}]}""", "/fields/0/name")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","aliases":{}}]}""", "/fields/0/aliases")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":["R","x.R"]}]}""", "/fields/0/type/1")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":["R","R"]}]}""", "/fields/0/type/1")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"S"},{"name":"b","type":{"type":"fixed","name":"S","size":1}}]}""", "/fields/0/type")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"S","size":1}},{"name":"b","type":{"type":"enum","name":"S","symbols":[]}}]}""", "/fields/1/type/name")]
    [InlineData("""{"type":"enum","name":"E"}""", "")]
    [InlineData("""{"type":"enum","name":"E","symbols":"A"}""", "/symbols")]
    [InlineData("""{"type":"enum","name":"E","symbols":[7]}""", "/symbols/0")]
    [InlineData("""{"type":"enum","name":"E","symbols":[""]}""", "/symbols/0")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","1"]}""", "/symbols/1")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"],"default":0}""", "/default")]
    [InlineData("""{"type":"fixed","name":"F"}""", "")]
    [InlineData("""{"type":"fixed","name":"F","size":"1"}""", "/size")]
    [InlineData("""{"type":"fixed","name":"F","size":1.5}""", "/size")]
    [InlineData("""{"type":"fixed","name":"F","size":2147483648}""", "/size")]
    [InlineData("""{"type":"array","items":[["int"]]}""", "/items/0")]
    [InlineData("""{"type":"map","values":{"items":"int"}}""", "/values")]
    [InlineData("""{"type":"unheard"}""", "/type")]
    [InlineData("""{"type":7}""", "/type")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("true", "")]
    public void A_text_that_breaks_a_rule_is_refused_at_the_place_that_breaks_it(string json, string pointer)
    {
        var refusal = Should.Throw<PlatformException>(() => AvroSchema.Parse(json));

        refusal.Code.ShouldBe(ErrorCode.InvalidSchema);
        refusal.Facts["pointer"].ShouldBe(pointer, refusal.Message);
    }

    [Theory]
    [InlineData("\"null\"", "0")]
    [InlineData("\"boolean\"", "\"true\"")]
    [InlineData("\"int\"", "1.5")]
    [InlineData("\"int\"", "-2147483649")]
    [InlineData("\"long\"", "9223372036854775808")]
    [InlineData("\"long\"", "null")]
    [InlineData("\"double\"", "\"NaN\"")]
    [InlineData("\"string\"", "1")]
    [InlineData("\"bytes\"", "[1]")]
    [InlineData("""["null","int"]""", "\"x\"")]
    [InlineData("""{"type":"array","items":"int"}""", "[1,\"x\"]")]
    [InlineData("""{"type":"array","items":"int"}""", "{}")]
    [InlineData("""{"type":"map","values":"int"}""", """{"a":null}""")]
    [InlineData("""{"type":"map","values":"int"}""", "[]")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "\"B\"")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "0")]
    [InlineData("""{"type":"fixed","name":"F","size":2}""", "\"abc\"")]
    [InlineData("""{"type":"record","name":"I","fields":[{"name":"x","type":"int"}]}""", "{}")]
    [InlineData("""{"type":"record","name":"I","fields":[{"name":"x","type":"int"}]}""", """{"x":"y"}""")]
    [InlineData("""{"type":"record","name":"I","fields":[]}""", "[]")]
    public void A_default_that_is_no_value_of_its_type_is_refused(string type, string value)
    {
        var refusal = Should.Throw<PlatformException>(() => AvroSchema.Parse(
            $$"""{"type":"record","name":"R","fields":[{"name":"a","type":{{type}},"default":{{value}} }]}"""));

        refusal.Code.ShouldBe(ErrorCode.InvalidSchema);
        refusal.Facts["pointer"].ShouldBe("/fields/0/default");
    }

    [Fact]
    public void A_name_a_depth_and_a_number_of_types_may_reach_their_limits_and_not_go_beyond()
    {
        AvroSchema.Parse(Fixed(new string('a', AvroLimits.NameLengthMax))).ShouldBeOfType<AvroFixed>();
        Code(Fixed(new string('a', AvroLimits.NameLengthMax + 1))).ShouldBe(ErrorCode.InvalidSchema);

        AvroSchema.Parse(Nested(AvroLimits.DepthMax)).ShouldBeOfType<AvroArray>();
        Code(Nested(AvroLimits.DepthMax + 1)).ShouldBe(ErrorCode.InvalidSchema);
        Code(new string('[', 10_000) + new string(']', 10_000)).ShouldBe(ErrorCode.InvalidSchema);

        AvroSchema.Parse(Types(AvroLimits.NamesMax)).ShouldBeOfType<AvroUnion>().Branches.Count.ShouldBe(AvroLimits.NamesMax);
        Code(Types(AvroLimits.NamesMax + 1)).ShouldBe(ErrorCode.TooLarge);

        AvroSchema.Parse("\"int\"" + new string(' ', AvroLimits.TextLengthBytesMax - 5)).ShouldBeOfType<AvroPrimitive>();
        Code("\"int\"" + new string(' ', AvroLimits.TextLengthBytesMax - 4)).ShouldBe(ErrorCode.TooLarge);
        Code("\"" + new string('é', AvroLimits.TextLengthBytesMax / 2) + "\"").ShouldBe(ErrorCode.TooLarge);
    }

    [Fact]
    public void Types_that_hold_each_other_are_one_graph_and_not_a_tree_without_end()
    {
        var schema = AvroSchema.Parse(
            """{"type":"record","name":"A","fields":[{"name":"b","type":["null",{"type":"record","name":"B","fields":[{"name":"a","type":{"type":"array","items":"A"}},{"name":"b","type":{"type":"map","values":"B"}}]}]}]}""")
            .ShouldBeOfType<AvroRecord>();

        var inner = schema.Fields[0].Schema.ShouldBeOfType<AvroUnion>().Branches[1].ShouldBeOfType<AvroRecord>();
        inner.Fields[0].Schema.ShouldBeOfType<AvroArray>().Items.ShouldBeSameAs(schema);
        inner.Fields[1].Schema.ShouldBeOfType<AvroMap>().Values.ShouldBeSameAs(inner);
        Compatibility(schema).ShouldBe(0);
    }

    private static int Compatibility(AvroSchema schema) => Schemas.Compatibility.ReaderWriterRules.Check(schema, schema).Count;

    private static ErrorCode Code(string json) => Should.Throw<PlatformException>(() => AvroSchema.Parse(json)).Code;

    private static string Fixed(string name) => $$"""{"type":"fixed","name":"{{name}}","size":1}""";

    private static string Types(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(number => Fixed($"F{number}")))}]";

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("""{"type":"array","items":""", depth)) + "\"int\"" + new string('}', depth);
}
