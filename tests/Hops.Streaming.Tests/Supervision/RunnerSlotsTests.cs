using Hops.Core.Errors;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Supervision;

public sealed class RunnerSlotsTests
{
    [Fact]
    public void A_project_that_has_its_share_leaves_places_to_others()
    {
        var slots = new RunnerSlots(runnersMax: 3, runnersPerProjectMax: 2);
        slots.Take(1);
        slots.Take(1);
        Should.Throw<PlatformException>(() => slots.Take(1)).Code.ShouldBe(ErrorCode.LimitExceeded);
        slots.Take(2);
        Should.Throw<PlatformException>(() => slots.Take(3)).Code.ShouldBe(ErrorCode.LimitExceeded);
        slots.Give(1);
        slots.Take(3);
    }
}
