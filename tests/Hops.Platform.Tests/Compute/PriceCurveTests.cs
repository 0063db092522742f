using Hops.Platform.Compute;

namespace Hops.Platform.Tests.Compute;

public sealed class PriceCurveTests
{
    [Theory]
    [InlineData(0, 0, 1000)]
    [InlineData(0.2, 0.1, 1000)]
    [InlineData(0.7, 0.3, 1500)]
    [InlineData(0.3, 0.7, 1500)]
    [InlineData(1, 0, 1800)]
    [InlineData(10, 50, 1800)]
    public void It_is_one_up_to_the_threshold_and_grows_with_the_larger_share_up_to_full_use(double cpu, double memory, int price) =>
        PriceCurve.Of(new ComputeOptions()).ThousandthsOf(new ComputeLoad(cpu, memory, 0)).ShouldBe(price);

    [Fact]
    public void It_is_never_higher_than_the_maximum_whatever_the_factor() =>
        new PriceCurve(0, 100, 2.5).ThousandthsOf(new ComputeLoad(1, 1, 1_000_000)).ShouldBe(2500);

    [Fact]
    public async Task Who_waits_for_a_price_hears_of_each_that_is_computed()
    {
        var board = new PriceBoard(PriceCurve.Of(new ComputeOptions()), TimeProvider.System);
        board.Now.Thousandths.ShouldBe(1000, "before anything was measured");
        var next = board.Next;

        board.Set(new ComputeLoad(0.7, 0, 3));

        await next;
        board.Next.IsCompleted.ShouldBeFalse();
        (board.Now.Thousandths, board.Now.Load.Waiting).ShouldBe((1500, 3));
    }
}
