using Hops.Net.Memory;

namespace Hops.Net.Tests.Memory;

public sealed class SocketBlocksTests
{
    [Fact]
    public void A_block_that_came_back_is_lent_again()
    {
        using var blocks = new SocketBlocks(SocketBlocks.BlockBytes);
        var first = blocks.Rent(4096);
        first.Memory.Length.ShouldBe(SocketBlocks.BlockBytes);
        first.Dispose();

        using var second = blocks.Rent();

        second.ShouldBeSameAs(first);
    }

    [Fact]
    public void A_block_is_lent_to_one_at_a_time_though_it_was_given_back_twice()
    {
        using var blocks = new SocketBlocks(4 * SocketBlocks.BlockBytes);
        var block = blocks.Rent();
        block.Dispose();
        block.Dispose();

        using var first = blocks.Rent();
        using var second = blocks.Rent();

        second.ShouldNotBeSameAs(first);
    }

    [Fact]
    public void No_more_is_kept_than_the_limit()
    {
        using var blocks = new SocketBlocks(2 * SocketBlocks.BlockBytes);
        var given = Enumerable.Range(0, 3).Select(_ => blocks.Rent()).ToList();
        given.ForEach(block => block.Dispose());

        var again = Enumerable.Range(0, 3).Select(_ => blocks.Rent()).ToList();

        again.Count(given.Contains).ShouldBe(2);
        again.ForEach(block => block.Dispose());
    }

    [Fact]
    public void What_is_larger_than_a_block_is_refused()
    {
        using var blocks = new SocketBlocks(SocketBlocks.BlockBytes);

        Should.Throw<ArgumentOutOfRangeException>(() => blocks.Rent(SocketBlocks.BlockBytes + 1));
    }
}
