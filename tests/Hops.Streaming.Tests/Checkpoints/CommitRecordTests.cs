using System.Text;
using Hops.Core.Errors;
using Hops.Streaming.Checkpoints;

namespace Hops.Streaming.Tests.Checkpoints;

public sealed class CommitRecordTests
{
    [Fact]
    public void A_record_is_read_as_it_was_written() =>
        CommitRecord.Parse(Encoding.UTF8.GetBytes(Json("state-delta-1.parquet"))).State.Names.ShouldBe(["state-delta-1.parquet"]);

    [Theory]
    [InlineData("../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    public void A_record_whose_state_lies_elsewhere_is_damaged(string name) => ShouldBeDamaged(Json(name));

    [Fact]
    public void A_record_without_offsets_is_damaged() =>
        ShouldBeDamaged(Json("state-delta-1.parquet").Replace("\"to\":[1]", "\"to\":null", StringComparison.Ordinal));

    private static void ShouldBeDamaged(string json) =>
        Should.Throw<PlatformException>(() => CommitRecord.Parse(Encoding.UTF8.GetBytes(json))).Code.ShouldBe(ErrorCode.CorruptData);

    private static string Json(string stateFile) =>
        $$"""
        {"sequence":0,"queryId":"query-1","fingerprint":"f","topic":"t","from":[0],"to":[1],"timestampMs":1,"runner":"r",
         "state":{"snapshot":null,"deltas":["{{stateFile}}"]},"totals":{"rowsIn":1,"rowsOut":1,"rowsLate":0,"recordsBad":0} }
        """;
}
