using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Tests.Support;

namespace Hops.Core.Tests.Identity;

public sealed class StandingWatchTests
{
    private static readonly Resource Topic = new(ResourceKind.Topic, 7, "departures");

    private readonly ManualTime _time = new();
    private readonly StubGate _gate = new();

    [Fact]
    public void As_long_as_the_right_lasts_nothing_is_lost()
    {
        using var watch = Begin();

        _time.Advance(TimeSpan.FromHours(1));

        watch.Lost.IsCancellationRequested.ShouldBeFalse();
        watch.Refusal.ShouldBeNull();
        watch.Demand();
        _gate.Uses.ShouldBe(0, "who watches does nothing for its principal");
    }

    [Fact]
    public void A_credential_that_ends_is_lost_within_the_interval()
    {
        using var watch = Begin();
        _time.Advance(TimeSpan.FromSeconds(5));

        _gate.IsGone = true;
        _time.Advance(StandingWatch.Interval);

        watch.Lost.IsCancellationRequested.ShouldBeTrue();
        Should.Throw<PlatformException>(watch.Demand).Code.ShouldBe(ErrorCode.Unauthenticated);
    }

    [Theory]
    [InlineData("hide", ErrorCode.NotFound)]
    [InlineData("export", ErrorCode.ExportDenied)]
    [InlineData("deny", ErrorCode.AccessDenied)]
    public void A_decision_that_turns_is_lost_with_its_refusal(string decision, ErrorCode code)
    {
        using var watch = Begin();

        _gate.Decision = decision switch
        {
            "hide" => Decision.Hide(),
            "export" => Decision.DenyExport("not out"),
            _ => Decision.Deny("not you"),
        };
        _time.Advance(StandingWatch.Interval);

        watch.Lost.IsCancellationRequested.ShouldBeTrue();
        Should.Throw<PlatformException>(watch.Demand).Code.ShouldBe(code);
    }

    [Fact]
    public void The_decision_is_asked_about_the_principal_as_it_is_now()
    {
        using var watch = Begin();

        _gate.Renewed = _gate.Renewed with { Role = ProjectRole.DataScientist };
        _gate.DecideBy = principal => principal.Role == ProjectRole.DataOwner ? Decision.Allow : Decision.DenyExport("not out");
        _time.Advance(StandingWatch.Interval);

        watch.Refusal!.Code.ShouldBe(ErrorCode.ExportDenied);
    }

    [Fact]
    public void What_was_gone_before_is_lost_from_the_start()
    {
        _gate.IsGone = true;

        using var watch = Begin();

        watch.Lost.IsCancellationRequested.ShouldBeTrue();
        _time.ArmedCount.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void A_right_that_comes_back_does_not_take_the_loss_back()
    {
        using var watch = Begin();
        _gate.IsGone = true;
        _time.Advance(StandingWatch.Interval);

        _gate.IsGone = false;
        _time.Advance(StandingWatch.Interval);

        Should.Throw<PlatformException>(watch.Demand);
    }

    [Fact]
    public void After_its_end_a_watch_never_fires()
    {
        var watch = Begin();
        watch.Dispose();

        _gate.IsGone = true;
        _time.Advance(TimeSpan.FromSeconds(10));

        watch.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void A_thousand_watches_share_one_timer_that_rests_when_there_are_none()
    {
        var watches = Enumerable.Range(0, 1000).Select(_ => Begin()).ToList();
        _time.ArmedCount.ShouldBe(1);
        var before = _gate.Looks;

        _time.Advance(StandingWatch.Interval * 3);

        (_gate.Looks - before).ShouldBe(3000);
        watches.ForEach(watch => watch.Dispose());
        _time.Advance(StandingWatch.Interval);
        _time.ArmedCount.ShouldBe(0);
    }

    [Fact]
    public void Watches_that_come_and_go_do_not_put_off_the_look_at_one_that_stays()
    {
        using var stays = Begin();
        _gate.IsGone = true;

        for (var i = 0; i < 10; i++)
        {
            Begin().Dispose();
            _time.Advance(StandingWatch.Interval / 10);
        }

        stays.Lost.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task What_hangs_on_the_loss_runs_without_holding_up_the_others()
    {
        using var first = Begin();
        using var second = Begin();
        var isHeld = new TaskCompletionSource();
        var isReleased = new ManualResetEventSlim();
        await using var slow = first.Lost.Register(() =>
        {
            isHeld.SetResult();
            isReleased.Wait();
        });

        _gate.IsGone = true;
        _time.Advance(StandingWatch.Interval);

        second.Lost.IsCancellationRequested.ShouldBeTrue();
        await isHeld.Task.WaitAsync(TimeSpan.FromSeconds(20));
        isReleased.Set();
    }

    [Fact]
    public async Task On_the_real_clock_a_loss_ends_a_wait_within_two_seconds()
    {
        using var watch = StandingWatch.Begin(_gate, TimeProvider.System, _gate.Renewed, Operation.Read, Topic);
        var wait = Task.Delay(Timeout.InfiniteTimeSpan, watch.Lost);

        _gate.IsGone = true;

        await Should.ThrowAsync<OperationCanceledException>(() => wait.WaitAsync(TimeSpan.FromSeconds(2)));
    }

    private StandingWatch Begin() => StandingWatch.Begin(_gate, _time, _gate.Renewed, Operation.Read, Topic);
}
