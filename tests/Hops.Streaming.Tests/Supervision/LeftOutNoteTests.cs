using System.Text.Json;
using Hops.Streaming.Checkpoints;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Supervision;

public sealed class LeftOutNoteTests
{
    private static readonly JsonElement TenMinutes = JsonElement.Parse("""{"watermark":{"column":"ts","delayMs":600000}}""");

    [Fact]
    public void Late_rows_are_said_with_their_share_how_late_they_were_and_which_delay_had_kept_them() =>
        LeftOutNote.Of(new CommitTotals(26_115, 10, 17_316, 0, LateMaxMs: 7_200_000), TenMinutes).ShouldBe(
            "17316 of 26115 rows (66.3 %) were late and left out, up to 2h after the watermark had closed their windows. To keep such rows make the query "
            + "anew with a watermark delay of more than 130m, or write what is in the topic in the order of time.");

    [Fact]
    public void Rows_without_time_and_bad_records_are_said_too() =>
        LeftOutNote.Of(new CommitTotals(10, 5, 0, 3, RowsWithoutTime: 2), TenMinutes).ShouldBe(
            "2 of 10 rows (20 %) have no event time and belong to no window; give them one, or leave them out with WHERE. 3 records did not decode and were "
            + "left out, as badRecords says.");

    [Fact]
    public void Where_nothing_was_left_out_there_is_nothing_to_say() => LeftOutNote.Of(new CommitTotals(10, 10, 0, 0), TenMinutes).ShouldBeNull();

    [Theory]
    [InlineData(0, "10m")]
    [InlineData(1, "601s")]
    [InlineData(8_640_000_000, "101d")]
    public void The_delay_is_rounded_up(long lateMaxMs, string delay)
    {
        var note = LeftOutNote.Of(new CommitTotals(1, 0, 1, 0, lateMaxMs), TenMinutes)!;
        note.ShouldContain($"more than {delay}");
    }

    [Fact]
    public void A_definition_that_names_no_delay_counts_as_none() =>
        LeftOutNote.Of(new CommitTotals(1, 0, 1, 0, 3_600_000), JsonElement.Parse("{}"))!.ShouldContain("more than 1h");
}
