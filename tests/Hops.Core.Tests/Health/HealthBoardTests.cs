using Hops.Core.Health;

namespace Hops.Core.Tests.Health;

public sealed class HealthBoardTests
{
    [Fact]
    public void The_worst_finding_comes_first_and_a_new_one_of_a_subject_replaces_the_old()
    {
        var board = new HealthBoard();
        board.Post("disk", HealthSeverity.Warning, "2 % are free: delete something.");
        board.Post("topic shop.orders partition 0", HealthSeverity.Failing, "The log file is gone: hops topic repair.");
        board.Post("disk", HealthSeverity.Warning, "1 % is free: delete something.");

        board.Findings.Select(finding => finding.Message)
            .ShouldBe(["The log file is gone: hops topic repair.", "1 % is free: delete something."]);
    }

    [Fact]
    public void A_finding_that_is_taken_back_is_gone()
    {
        var board = new HealthBoard();
        board.Post("disk", HealthSeverity.Warning, "2 % are free.");
        board.Clear("disk");
        board.Clear("never posted");

        board.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Past_its_limit_the_board_takes_news_of_known_subjects_only()
    {
        var board = new HealthBoard();
        for (var i = 0; i < HealthBoard.FindingsMax; i++)
            board.Post($"partition {i}", HealthSeverity.Warning, "old");
        board.Post("one more", HealthSeverity.Warning, "new");
        board.Post("partition 7", HealthSeverity.Failing, "new");

        board.Findings.Count.ShouldBe(HealthBoard.FindingsMax);
        (board.Findings[0] with { Since = default }).ShouldBe(new Finding("partition 7", HealthSeverity.Failing, "new"));
    }

    [Fact]
    public void A_finding_knows_since_when_it_is_as_bad_as_it_is()
    {
        var time = new ManualTime();
        var board = new HealthBoard(time);
        board.Post("disk", HealthSeverity.Warning, "2 % are free.");
        time.Now += TimeSpan.FromMinutes(5);
        board.Post("disk", HealthSeverity.Warning, "1 % is free.");
        board.Findings[0].ShouldBe(new Finding("disk", HealthSeverity.Warning, "1 % is free.") { Since = DateTimeOffset.UnixEpoch });

        board.Post("disk", HealthSeverity.Failing, "Nothing is free.");
        board.Findings[0].Since.ShouldBe(DateTimeOffset.UnixEpoch.AddMinutes(5));
    }

    private sealed class ManualTime : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
