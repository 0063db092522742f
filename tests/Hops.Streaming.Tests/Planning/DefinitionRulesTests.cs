using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Planning;

/// <summary>What a definition must obey apart from its SQL: each rule from both sides of its edge.</summary>
public sealed class DefinitionRulesTests
{
    private static readonly AvroLayout Layout = AvroLayout.Of(AvroSchema.Parse(
        """
        {"type":"record","name":"E","fields":[
          {"name":"k","type":"string"},{"name":"day","type":{"type":"int","logicalType":"date"}},{"name":"raw","type":"long"},
          {"name":"millis","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"micros","type":["null",{"type":"long","logicalType":"timestamp-micros"}]},
          {"name":"local","type":{"type":"long","logicalType":"local-timestamp-micros"}},{"name":"nanos","type":{"type":"long","logicalType":"timestamp-nanos"}},
          {"name":"many","type":{"type":"array","items":{"type":"long","logicalType":"timestamp-millis"}}}]}
        """));

    [Theory]
    [InlineData("""{"name":""}""", "needs a name")]
    [InlineData("""{"topic":""}""", "needs a source topic")]
    [InlineData("""{"sink":""}""", "begins with '/'")]
    [InlineData("""{"sink":"daily"}""", "begins with '/'")]
    [InlineData("""{"sink":"/"}""", "without a name")]
    [InlineData("""{"sink":"/Projects//daily"}""", "without a name")]
    [InlineData("""{"sink":"/Projects/shop/daily/"}""", "without a name")]
    [InlineData("""{"sink":"/Projects/shop/../bank/daily"}""", "begin with '_' or '.'")]
    [InlineData("""{"sink":"/Projects/shop/_checkpoint"}""", "begin with '_' or '.'")]
    [InlineData("""{"sink":"/Projects/shop/.hidden/daily"}""", "begin with '_' or '.'")]
    [InlineData("""{"trigger":{"intervalMs":-1}}""", "0 to 86400000")]
    [InlineData("""{"trigger":{"intervalMs":86400001}}""", "0 to 86400000")]
    [InlineData("""{"badRecords":"deadLetter"}""", "needs deadLetterTopic")]
    [InlineData("""{"badRecords":"deadLetter","deadLetterTopic":""}""", "needs deadLetterTopic")]
    [InlineData("""{"badRecords":"deadLetter","deadLetterTopic":"events"}""", "for ever")]
    [InlineData("""{"limits":{"recordsPerBatchMax":0}}""", "recordsPerBatchMax is 1")]
    [InlineData("""{"limits":{"recordsPerBatchMax":10000001}}""", "recordsPerBatchMax is 1")]
    [InlineData("""{"limits":{"memoryMaxMiB":63}}""", "memoryMaxMiB is 64")]
    [InlineData("""{"limits":{"threads":0}}""", "threads is 1")]
    [InlineData("""{"limits":{"threads":257}}""", "threads is 1")]
    [InlineData("""{"limits":{"stateRowsMax":0}}""", "stateRowsMax is 1")]
    [InlineData("""{"watermark":{"column":"millis","delayMs":-1}}""", "ten years")]
    [InlineData("""{"watermark":{"column":"millis","delayMs":315360000001}}""", "ten years")]
    [InlineData("""{"watermark":{"column":"nope","delayMs":0}}""", "nope is not in the schema")]
    [InlineData("""{"watermark":{"column":"Millis","delayMs":0}}""", "Millis is not in the schema")]
    [InlineData("""{"watermark":{"column":"k","delayMs":0}}""", "k is VARCHAR")]
    [InlineData("""{"watermark":{"column":"day","delayMs":0}}""", "day is DATE")]
    [InlineData("""{"watermark":{"column":"raw","delayMs":0}}""", "raw is BIGINT")]
    [InlineData("""{"watermark":{"column":"nanos","delayMs":0}}""", "nanos is BIGINT")]
    [InlineData("""{"watermark":{"column":"many","delayMs":0}}""", "must be a timestamp")]
    public void What_breaks_a_rule_is_refused_by_it(string change, string words)
    {
        var refusal = Should.Throw<PlatformException>(() => DefinitionRules.Check(With(change), Layout));
        (refusal.Code, refusal.Message).ShouldSatisfyAllConditions(
            known => known.Code.ShouldBe(ErrorCode.InvalidQuery), known => known.Message.ShouldContain(words));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"sink":"/Projects/shop/daily/2024"}""")]
    [InlineData("""{"trigger":{"intervalMs":86400000}}""")]
    [InlineData("""{"badRecords":"deadLetter","deadLetterTopic":"letters"}""")]
    [InlineData("""{"badRecords":"drop"}""")]
    [InlineData("""{"limits":{"recordsPerBatchMax":1,"memoryMaxMiB":64,"threads":256,"stateRowsMax":1}}""")]
    [InlineData("""{"limits":{"recordsPerBatchMax":10000000,"memoryMaxMiB":1048576}}""")]
    [InlineData("""{"watermark":{"column":"millis","delayMs":0}}""")]
    [InlineData("""{"watermark":{"column":"micros","delayMs":315360000000}}""")]
    [InlineData("""{"watermark":{"column":"local","delayMs":1}}""")]
    [InlineData("""{"watermark":{"column":"_timestamp","delayMs":1}}""")]
    public void What_keeps_to_them_is_taken(string change) => Should.NotThrow(() => DefinitionRules.Check(With(change), Layout));

    [Theory]
    [InlineData("""{"outputMode":"sometimes"}""")]
    [InlineData("""{"startingOffsets":"yesterday"}""")]
    [InlineData("""{"trigger":{"intervalMs":"soon"}}""")]
    [InlineData("""{"triger":{}}""")]
    [InlineData("""{"limits":{"recordsPerBatch":1}}""")]
    [InlineData("""{"watermark":{"column":"millis"}""")]
    [InlineData("""{"limits":{"threads":2.5}}""")]
    public void What_is_not_of_its_form_is_refused_with_its_place(string change)
    {
        var refusal = Should.Throw<PlatformException>(() => With(change));
        refusal.Code.ShouldBe(ErrorCode.InvalidQuery);
        refusal.Facts.Keys.ShouldBe(["line", "column"]);
    }

    [Fact]
    public void A_definition_is_read_as_it_was_written()
    {
        var query = With("""{"watermark":{"column":"millis","delayMs":7},"badRecords":"drop","outputMode":"complete","startingOffsets":"earliest"}""");
        var again = StreamingQuery.Parse(query.ToJson());
        again.ToJson().ShouldBe(query.ToJson());
        (again.OutputMode, again.BadRecords, again.StartingOffsets, again.Watermark).ShouldBe(
            (OutputMode.Complete, BadRecordPolicy.Drop, StartingOffsets.Earliest, new QueryWatermark("millis", 7)));
    }

    /// <summary>A sound definition with some members of it replaced.</summary>
    private static StreamingQuery With(string change)
    {
        const string Sound = "\"name\":\"q\",\"topic\":\"events\",\"sql\":\"SELECT 1\",\"sink\":\"/Projects/shop/daily\"";
        var rest = change[1..];
        return StreamingQuery.Parse("{" + Sound + (rest.StartsWith('}') ? "" : ",") + rest);
    }
}
