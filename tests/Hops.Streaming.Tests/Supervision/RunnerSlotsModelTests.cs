using Hops.Jobs.Supervision;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Supervision;

/// <summary>Places of runners taken, given back and waited for at random: no limit is ever passed, and nobody waits for a place that is free.</summary>
public sealed class RunnerSlotsModelTests
{
    private static readonly SupervisorOptions Options = new()
    {
        Program = new RunnerProgram("/nonexistent", []),
        StagingRoot = "/nonexistent",
        RunnersMax = 6,
        RunnersForQueries = 2,
        RunnersPerProjectMax = 4,
        RunnersPerUserMax = 3,
        StatementsPerUserMax = 2,
        StatementsWaitingPerUserMax = 1_000,
    };

    private const int Projects = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Limits_hold_and_no_place_stays_empty_that_somebody_may_take(int seed)
    {
        var random = new Random(seed);
        var slots = new RunnerSlots(Options);
        var asked = new List<(SlotClaim Claim, Task Place, CancellationTokenSource Leaving)>();
        var waited = 0;
        for (var step = 0; step < 2_000; step++)
        {
            var choice = random.Next(5);
            var held = asked.FindAll(one => one.Place.IsCompletedSuccessfully);
            var waiting = asked.FindAll(one => !one.Place.IsCompleted);
            if (choice < 3 && waiting.Count < 20)
            {
                var leaving = new CancellationTokenSource();
                var claim = new SlotClaim(random.Next(1, Projects + 1), random.Next(1, 6), random.Next(2) == 0);
                asked.Add((claim, slots.TakeAsync(claim, _ => waited++, leaving.Token), leaving));
            }
            else if (choice == 3 && waiting.Count > 0)
            {
                var gone = waiting[random.Next(waiting.Count)];
                gone.Leaving.Cancel();
                Leave(asked, gone);
            }
            else if (held.Count > 0)
            {
                var done = held[random.Next(held.Count)];
                slots.Give(done.Claim);
                Leave(asked, done);
            }

            // A place is taken at once; that whoever waited for it knows is a moment later.
            SpinWait.SpinUntil(() => HeldOf(asked).Count == Taken(slots), Patience).ShouldBeTrue($"step {step}: a place was given to nobody");
            Check(asked, step);
        }

        waited.ShouldBeGreaterThan(100, "or there were places enough all the time");
    }

    private static void Leave(List<(SlotClaim Claim, Task Place, CancellationTokenSource Leaving)> asked, (SlotClaim, Task, CancellationTokenSource Leaving) one)
    {
        asked.Remove(one);
        one.Leaving.Dispose();
    }

    private static void Check(List<(SlotClaim Claim, Task Place, CancellationTokenSource Leaving)> asked, int step)
    {
        var held = HeldOf(asked);
        held.Count.ShouldBeLessThanOrEqualTo(Options.RunnersMax, $"step {step}");
        held.Count(claim => claim.IsStatement).ShouldBeLessThanOrEqualTo(Options.RunnersMax - Options.RunnersForQueries, $"step {step}");
        MostOf(held, claim => claim.ProjectId).ShouldBeLessThanOrEqualTo(Options.RunnersPerProjectMax, $"step {step}");
        MostOf(held, claim => claim.UserId).ShouldBeLessThanOrEqualTo(Options.RunnersPerUserMax, $"step {step}");
        MostOf(held.Where(claim => claim.IsStatement), claim => claim.UserId).ShouldBeLessThanOrEqualTo(Options.StatementsPerUserMax, $"step {step}");
        asked.Find(one => !one.Place.IsCompleted && MayTake(held, one.Claim)).Claim.ShouldBeNull($"step {step}");
    }

    private static List<SlotClaim> HeldOf(List<(SlotClaim Claim, Task Place, CancellationTokenSource Leaving)> asked) =>
        [.. asked.Where(one => one.Place.IsCompletedSuccessfully).Select(one => one.Claim)];

    private static int Taken(RunnerSlots slots) => Enumerable.Range(1, Projects).Sum(project => slots.CountOf(project));

    private static int MostOf(IEnumerable<SlotClaim> held, Func<SlotClaim, long> owner) => held.GroupBy(owner).Select(group => group.Count()).DefaultIfEmpty().Max();

    private static bool MayTake(List<SlotClaim> held, SlotClaim claim) =>
        held.Count < Options.RunnersMax
        && held.Count(other => other.ProjectId == claim.ProjectId) < Options.RunnersPerProjectMax
        && held.Count(other => other.UserId == claim.UserId) < Options.RunnersPerUserMax
        && (!claim.IsStatement
            || (held.Count(other => other.IsStatement) < Options.RunnersMax - Options.RunnersForQueries
                && held.Count(other => other.IsStatement && other.UserId == claim.UserId) < Options.StatementsPerUserMax));
}
