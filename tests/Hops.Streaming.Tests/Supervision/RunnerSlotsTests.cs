using Hops.Core.Errors;
using Hops.Jobs.Supervision;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Supervision;

public sealed class RunnerSlotsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly List<string> _waits = [];

    [Fact]
    public void A_project_that_has_its_share_leaves_places_to_others()
    {
        var slots = Slots(all: 3, perProject: 2);
        Take(slots, Query(1, 1)).IsCompletedSuccessfully.ShouldBeTrue();
        Take(slots, Query(1, 2)).IsCompletedSuccessfully.ShouldBeTrue();
        Take(slots, Query(1, 3)).IsCompleted.ShouldBeFalse();
        _waits.ShouldBe(["It waits for a free runner: 2 queries and statements of this project run already."]);
        Take(slots, Query(2, 1)).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void A_user_who_holds_many_in_several_projects_does_not_shut_others_out()
    {
        var slots = Slots(all: 4, perProject: 4, perUser: 2);
        Take(slots, Query(1, 7)).IsCompletedSuccessfully.ShouldBeTrue();
        Take(slots, Query(2, 7)).IsCompletedSuccessfully.ShouldBeTrue();
        Take(slots, Query(3, 7)).IsCompleted.ShouldBeFalse();
        Take(slots, Query(3, 8)).IsCompletedSuccessfully.ShouldBeTrue();
        _waits.Single().ShouldContain("2 queries and statements of this user run already");
    }

    [Fact]
    public void Statements_leave_places_to_streaming_queries()
    {
        var slots = Slots(all: 3, forQueries: 1);
        Take(slots, Statement(1, 1)).IsCompletedSuccessfully.ShouldBeTrue();
        Take(slots, Statement(1, 2)).IsCompletedSuccessfully.ShouldBeTrue();
        Take(slots, Statement(2, 3)).IsCompleted.ShouldBeFalse();
        Take(slots, Query(2, 3)).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_free_place_goes_to_the_user_who_holds_fewest_and_then_to_who_waited_longest()
    {
        var slots = Slots(all: 3);
        await Take(slots, Query(1, 1));
        await Take(slots, Query(1, 1));
        await Take(slots, Query(1, 1));
        var greedy = Take(slots, Query(1, 1));
        var first = Take(slots, Query(1, 2));
        var second = Take(slots, Query(1, 3));
        slots.Give(Query(1, 1));
        await first.WaitAsync(Patience);
        (greedy.IsCompleted, second.IsCompleted).ShouldBe((false, false));
        slots.Give(Query(1, 1));
        await second.WaitAsync(Patience);
        greedy.IsCompleted.ShouldBeFalse();
        slots.Give(Query(1, 2));
        await greedy.WaitAsync(Patience);
    }

    [Fact]
    public async Task Statements_of_one_user_wait_in_a_bounded_number_and_what_is_refused_says_why()
    {
        var slots = Slots(all: 10, statementsPerUser: 1, waiting: 1);
        await Take(slots, Statement(1, 1));
        var waiting = Take(slots, Statement(2, 1));
        var refusal = await Should.ThrowAsync<PlatformException>(Take(slots, Statement(3, 1)));
        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Throttled, "No runner was free: 1 statements of this user run already. Try again later."));
        await Take(slots, Statement(1, 2));
        slots.Give(Statement(1, 1));
        await waiting;
    }

    [Fact]
    public async Task Who_stops_waiting_takes_no_place()
    {
        var slots = Slots(all: 1);
        await Take(slots, Query(1, 1));
        using var left = new CancellationTokenSource();
        var waiting = slots.TakeAsync(Query(1, 2), _waits.Add, left.Token);
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        slots.Give(Query(1, 1));
        await Take(slots, Query(1, 3));
    }

    private static SlotClaim Query(long project, long user) => new(project, user, IsStatement: false);

    private static SlotClaim Statement(long project, long user) => new(project, user, IsStatement: true);

    private static RunnerSlots Slots(
        int all, int perProject = 100, int perUser = 100, int forQueries = 0, int statementsPerUser = 100, int waiting = 100) =>
        new(new SupervisorOptions
        {
            Program = new RunnerProgram("/nonexistent", []),
            StagingRoot = "/nonexistent",
            RunnersMax = all,
            RunnersPerProjectMax = perProject,
            RunnersPerUserMax = perUser,
            RunnersForQueries = forQueries,
            StatementsPerUserMax = statementsPerUser,
            StatementsWaitingPerUserMax = waiting,
        });

    private Task Take(RunnerSlots slots, SlotClaim claim) => slots.TakeAsync(claim, _waits.Add, CancellationToken.None);
}
