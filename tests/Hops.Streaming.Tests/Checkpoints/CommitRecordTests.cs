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

    /// <summary>As the first version wrote it, once. It is read for ever.</summary>
    [Fact]
    public void A_record_of_version_1_is_read_for_ever()
    {
        const string Golden = """
            {"sequence":7,"queryId":"query-1","fingerprint":"f00d","topic":"flights","topicId":"11112222-3333-4444-5555-666677778888",
             "from":[10,0],"to":[20,5],"watermarkMs":1700000000000,"timestampMs":1700000001000,
             "state":{"snapshot":"state-snapshot-5.parquet","deltas":["state-delta-6.parquet","state-delta-7.parquet"]},
             "files":["part-7-a.parquet"],"rowsIn":15,"rowsOut":4,"rowsLate":1,"recordsBad":2,
             "totals":{"rowsIn":100,"rowsOut":40,"rowsLate":3,"recordsBad":2},"runner":"runner-9"}
            """;

        var record = CommitRecord.Parse(Encoding.UTF8.GetBytes(Golden));

        record.Version.ShouldBe(1);
        (record.Sequence, record.QueryId, record.Fingerprint, record.Topic, record.Runner).ShouldBe((7, "query-1", "f00d", "flights", "runner-9"));
        (record.From, record.To).ShouldSatisfyAllConditions(span => span.From.ShouldBe([10L, 0L]), span => span.To.ShouldBe([20L, 5L]));
        (record.WatermarkMs, record.TimestampMs, record.RowsIn, record.RowsOut, record.RowsLate, record.RecordsBad)
            .ShouldBe((1_700_000_000_000, 1_700_000_001_000, 15, 4, 1, 2));
        record.State.Names.ShouldBe(["state-snapshot-5.parquet", "state-delta-6.parquet", "state-delta-7.parquet"]);
        record.Files.ShouldBe(["part-7-a.parquet"]);
        (record.Totals.RowsIn, record.Totals.RowsOut, record.Totals.RowsLate, record.Totals.RecordsBad).ShouldBe((100, 40, 3, 2));
        CommitRecord.Parse(record.ToBytes()).Totals.ShouldBe(record.Totals);
    }

    [Fact]
    public void A_record_of_a_newer_version_is_refused_whatever_else_it_holds() =>
        Should.Throw<PlatformException>(() => CommitRecord.Parse("""{"version":2,"offsets":"elsewhere"}"""u8)).Code.ShouldBe(ErrorCode.Unsupported);

    private static void ShouldBeDamaged(string json) =>
        Should.Throw<PlatformException>(() => CommitRecord.Parse(Encoding.UTF8.GetBytes(json))).Code.ShouldBe(ErrorCode.CorruptData);

    private static string Json(string stateFile) =>
        $$"""
        {"sequence":0,"queryId":"query-1","fingerprint":"f","topic":"t","from":[0],"to":[1],"timestampMs":1,"runner":"r",
         "state":{"snapshot":null,"deltas":["{{stateFile}}"]},"totals":{"rowsIn":1,"rowsOut":1,"rowsLate":0,"recordsBad":0} }
        """;
}
