using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;

namespace Hops.Schemas.Tests.Json;

public sealed class PlainJsonTests
{
    private const string Departure =
        """
        {"type":"record","name":"Departure","fields":[
          {"name":"carrier","type":"string"},
          {"name":"delay","type":["null","long"]},
          {"name":"gate","type":["string","null"],"default":"A1"},
          {"name":"seats","type":"int","default":180},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"default":0},
          {"name":"day","type":["null",{"type":"int","logicalType":"date"}],"default":null},
          {"name":"crew","type":["null",{"type":"record","name":"Crew","fields":[{"name":"size","type":"int"},{"name":"lead","type":["null","string"]}]}]},
          {"name":"load","type":["null","long","double","string"],"default":null}]}
        """;

    [Theory]
    [InlineData("""{"carrier":"UA"}""", """{"carrier":"UA","delay":null,"gate":"A1","seats":180,"at":"1970-01-01T00:00:00Z","day":null,"crew":null,"load":null}""")]
    [InlineData(
        """{"carrier":"UA","delay":7,"gate":null,"seats":null,"at":5,"day":1,"crew":{"size":2},"load":1.5}""",
        """{"carrier":"UA","delay":7,"gate":null,"seats":180,"at":"1970-01-01T00:00:00.005Z","day":"1970-01-02","crew":{"size":2,"lead":null},"load":1.5}""")]
    [InlineData(
        """{"carrier":"UA","at":"2013-01-01T10:00:00Z","day":"2013-01-02","load":"full"}""",
        """{"carrier":"UA","delay":null,"gate":"A1","seats":180,"at":"2013-01-01T10:00:00Z","day":"2013-01-02","crew":null,"load":"full"}""")]
    [InlineData(
        """{"carrier":"UA","at":"2013-01-01 10:00+02:00","load":{"double":2.5}}""",
        """{"carrier":"UA","delay":null,"gate":"A1","seats":180,"at":"2013-01-01T08:00:00Z","day":null,"crew":null,"load":2.5}""")]
    public void A_record_without_names_and_with_gaps_comes_back_whole_and_without_names(string written, string read)
    {
        var schema = AvroSchema.Parse(Departure);

        var decoded = Encoding.UTF8.GetString(PlainJson.Decode(DecodePlan.Of(schema), Encode(schema, written)));

        JsonElement.DeepEquals(JsonElement.Parse(decoded), JsonElement.Parse(read)).ShouldBeTrue(decoded);
        Encode(schema, decoded).ShouldBe(Encode(schema, written));
    }

    [Theory]
    [InlineData("""{"delay":1}""", "/carrier")]
    [InlineData("""{"carrier":null}""", "/carrier")]
    [InlineData("""{"carrier":"UA","delay":"late"}""", "/delay")]
    [InlineData("""{"carrier":"UA","delay":{"string":"1"}}""", "/delay")]
    [InlineData("""{"carrier":"UA","delay":{"long":"x"}}""", "/delay")]
    [InlineData("""{"carrier":"UA","dealy":1}""", "/dealy")]
    [InlineData("""{"carrier":"UA","at":"yesterday"}""", "/at")]
    [InlineData("""{"carrier":"UA","day":"2013-01-02T10:00"}""", "/day")]
    [InlineData("""{"carrier":"UA","crew":{"lead":"a"}}""", "/crew/size")]
    [InlineData("""{"carrier":"UA","load":[1]}""", "/load")]
    [InlineData("[]", "")]
    public void A_value_that_does_not_fit_is_refused_where_it_stands(string json, string pointer)
    {
        var refusal = Should.Throw<PlatformException>(() => Encode(AvroSchema.Parse(Departure), json));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Facts["pointer"].ShouldBe(pointer);
    }

    [Theory]
    [InlineData("""{"tags":[1,"x",3]}""", "/tags/1")]
    [InlineData("""{"tags":[1,2],"rows":[{"counts":{}},{"counts":{"a/b~c":"x"}}]}""", "/rows/1/counts/a~1b~0c")]
    [InlineData("""{"tags":[],"a/b":1}""", "/a~1b")]
    public void A_value_within_lists_and_maps_that_does_not_fit_is_told_by_its_number_and_key(string json, string pointer)
    {
        const string Lists =
            """
            {"type":"record","name":"L","fields":[
              {"name":"tags","type":{"type":"array","items":"int"}},
              {"name":"rows","type":{"type":"array","items":{"type":"record","name":"Row","fields":[{"name":"counts","type":{"type":"map","values":"int"}}]}},"default":[]}]}
            """;

        Should.Throw<PlatformException>(() => Encode(AvroSchema.Parse(Lists), json)).Facts["pointer"].ShouldBe(pointer);
    }

    [Fact]
    public void A_default_that_the_writer_lacks_has_no_tag_either()
    {
        var writer = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");
        var reader = AvroSchema.Parse(
            """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":["string","null"],"default":"x"}]}""");

        var decoded = PlainJson.Decode(DecodePlan.Of(writer, reader), Encode(writer, """{"a":1}"""));

        Encoding.UTF8.GetString(decoded).ShouldBe("""{"a":1,"b":"x"}""");
    }

    private static byte[] Encode(AvroSchema schema, string json)
    {
        var output = new ArrayBufferWriter<byte>();
        PlainJson.Encode(schema, PlainJson.Parse(json), output);
        return output.WrittenSpan.ToArray();
    }
}
