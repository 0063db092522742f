using Hops.Core.Errors;
using Hops.FileSystem.Door;

namespace Hops.FileSystem.Tests.Door;

public sealed class TransferLimitTests
{
    [Fact]
    public void One_caller_has_so_many_transfers_and_the_next_is_throttled()
    {
        var limit = new TransferLimit(perCallerMax: 2);
        var first = limit.Enter("ada");
        using var second = limit.Enter("ada");
        Should.Throw<PlatformException>(() => limit.Enter("ada")).Code.ShouldBe(ErrorCode.Throttled);
        using var other = limit.Enter("bob");

        first.Dispose();
        first.Dispose();
        using var third = limit.Enter("ada");
        Should.Throw<PlatformException>(() => limit.Enter("ada")).Code.ShouldBe(ErrorCode.Throttled);
    }
}
