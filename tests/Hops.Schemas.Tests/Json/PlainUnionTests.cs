using System.Buffers;
using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;

namespace Hops.Schemas.Tests.Json;

/// <summary>A value of a union goes to the branch that is meant, and is printed so that it goes there again.</summary>
public sealed class PlainUnionTests
{
    private const string Day = """{"type":"int","logicalType":"date"}""";
    private const string Money = """{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""";

    [Theory]
    [InlineData("""["null","string"]""", """{"string":"x"}""", "\"x\"")]
    [InlineData("""["string","null"]""", "null", "null")]
    [InlineData("""["null","long"]""", """{"long":5}""", "5")]
    [InlineData("""["null","long"]""", "\"5\"", "5")]
    [InlineData("""["string"]""", """{"string":"x"}""", "\"x\"")]
    [InlineData("""["int","string"]""", """{"string":"5"}""", "\"5\"")]
    [InlineData("""["int","string"]""", "\"5\"", "\"5\"")]
    [InlineData("""["int","boolean"]""", "\"5\"", "5")]
    [InlineData("""["null","long","double"]""", "5", "5")]
    [InlineData("""["null","long","double"]""", "5.5", "5.5")]
    [InlineData("""["null",{"type":"map","values":"string"}]""", """{"string":"x"}""", """{"string":"x"}""")]
    [InlineData("""["null",{"type":"map","values":"string"}]""", """{"map":{"a":"x"}}""", """{"a":"x"}""")]
    [InlineData("""["null",{"type":"map","values":{"type":"map","values":"string"}}]""", """{"map":{}}""", """{"map":{}}""")]
    [InlineData("""["string",{"type":"map","values":"string"}]""", """{"string":"x"}""", "\"x\"")]
    [InlineData("""["string",{"type":"map","values":"string"}]""", """{"map":{"string":"x"}}""", """{"map":{"string":"x"}}""")]
    [InlineData("""["string",""" + Day + "]", """{"int":"2013-01-31"}""", """{"int":"2013-01-31"}""")]
    [InlineData("[" + Money + ",\"double\"]", "1.25", "\"1.25\"")]
    [InlineData("[" + Money + ",\"double\"]", "1.255", "1.255")]
    [InlineData(
        """[{"type":"record","name":"A","fields":[{"name":"x","type":"int"}]},{"type":"record","name":"B","fields":[{"name":"x","type":"int"}]}]""",
        """{"B":{"x":1}}""",
        """{"B":{"x":1}}""")]
    public void A_branch_may_be_named_in_every_union_and_is_printed_with_its_name_only_where_another_could_be_meant(string type, string json, string printed)
    {
        var schema = AvroSchema.Parse(type);
        var bytes = Encode(schema, json);

        var read = Encoding.UTF8.GetString(PlainJson.Decode(DecodePlan.Of(schema), bytes));

        read.ShouldBe(printed);
        Encode(schema, read).ShouldBe(bytes);
    }

    [Fact]
    public void Records_that_could_be_either_of_two_at_each_level_are_refused_in_bounded_time()
    {
        var schema = AvroSchema.Parse(
            """["null",{"type":"record","name":"A","fields":[{"name":"n","type":["null","A",{"type":"record","name":"B","fields":[{"name":"n","type":["null","A","B"]}]}]}]}]""");
        var nested = string.Concat(Enumerable.Repeat("""{"n":""", 60)) + "5" + new string('}', 60);

        Should.Throw<PlatformException>(() => Encode(schema, nested)).Code.ShouldBeOneOf(ErrorCode.TooLarge, ErrorCode.InvalidArgument);
    }

    private static byte[] Encode(AvroSchema schema, string json)
    {
        var output = new ArrayBufferWriter<byte>();
        PlainJson.Encode(schema, PlainJson.Parse(json), output);
        return output.WrittenSpan.ToArray();
    }
}
