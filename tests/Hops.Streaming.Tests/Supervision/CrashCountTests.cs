using Hops.Core.Errors;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Supervision;

public sealed class CrashCountTests
{
    [Fact]
    public void A_runner_that_dies_is_started_again_until_it_has_died_too_often()
    {
        var crashes = new CrashCount(3);
        IsFinal(crashes.Add(139)).ShouldBeFalse();
        IsFinal(crashes.Add(139)).ShouldBeFalse();
        var failure = crashes.Add(139);
        IsFinal(failure).ShouldBeTrue();
        failure.Message.ShouldStartWith("The runner died 3 times in a row before it had committed a batch, the last time with code 139 (SIGSEGV, a fault in native code)");
        failure.Facts["exitCode"].ShouldBe(139);
    }

    [Fact]
    public void A_batch_between_begins_the_count_anew()
    {
        var crashes = new CrashCount(2);
        crashes.Add(137);
        crashes.Reset();
        IsFinal(crashes.Add(137)).ShouldBeFalse();
        IsFinal(crashes.Add(137)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, "with code 1")]
    [InlineData(134, "with code 134 (SIGABRT)")]
    [InlineData(137, "with code 137 (SIGKILL)")]
    public void It_says_how_the_runner_ended(int exitCode, string how) => new CrashCount(2).Add(exitCode).Message.ShouldContain(how);

    private static bool IsFinal(PlatformException failure) => !ErrorTable.Row(failure.Code).Retriable;
}
