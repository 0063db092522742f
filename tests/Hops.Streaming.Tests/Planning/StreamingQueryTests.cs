using Hops.Core.Errors;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Planning;

public sealed class StreamingQueryTests
{
    [Theory]
    [InlineData("""{"name":null,"topic":"t","sql":"SELECT 1","sink":"s"}""", "name")]
    [InlineData("""{"name":"q","topic":null,"sql":"SELECT 1","sink":"s"}""", "topic")]
    [InlineData("""{"name":"q","topic":"t","sql":null,"sink":"s"}""", "sql")]
    [InlineData("""{"name":"q","topic":"t","sql":"SELECT 1","sink":"s","limits":null}""", "limits")]
    [InlineData("""{"name":"q","topic":"t","sql":"SELECT 1","sink":"s","trigger":null}""", "trigger")]
    [InlineData("""{"name":"q","topic":"t","sql":"SELECT 1","sink":"s","watermark":{"column":null,"delayMs":1}}""", "column")]
    public void A_null_where_there_must_be_a_value_is_refused_by_name(string json, string field)
    {
        var refusal = Should.Throw<PlatformException>(() => StreamingQuery.Parse(json));

        refusal.Code.ShouldBe(ErrorCode.InvalidQuery);
        refusal.Message.ShouldContain(field, Case.Insensitive);
    }
}
