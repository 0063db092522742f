using Hops.Net.Frames;

namespace Hops.Net.Tests.Frames;

public sealed class FramePoolTests
{
    [Fact]
    public async Task A_renter_waits_until_the_budget_has_room()
    {
        var pool = new FramePool(inFlightMaxBytes: 4096, retainedMaxBytes: 4096);
        var first = await pool.RentAsync(4096, CancellationToken.None);
        var second = pool.RentAsync(1024, CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();

        first.Release();

        (await second).Release();
        pool.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_frame_larger_than_the_budget_is_let_through_alone()
    {
        var pool = new FramePool(inFlightMaxBytes: 4096, retainedMaxBytes: 0);

        (await pool.RentAsync(1 << 20, CancellationToken.None)).Release();
    }

    [Fact]
    public async Task Returned_memory_is_used_again()
    {
        var pool = new FramePool(1 << 20, 1 << 20);
        var first = await pool.RentAsync(100_000, CancellationToken.None);
        var array = first.Array;
        first.Release();

        (await pool.RentAsync(90_000, CancellationToken.None)).Array.ShouldBeSameAs(array);
    }

    [Fact]
    public async Task A_frame_lives_until_its_last_reference_is_released()
    {
        var pool = new FramePool(1 << 20, 1 << 20);
        var frame = await pool.RentAsync(10, CancellationToken.None);
        frame.Retain();
        frame.Release();
        frame.Array.ShouldNotBeNull();

        frame.Release();

        Should.Throw<ObjectDisposedException>(() => frame.Array);
        Should.Throw<ObjectDisposedException>(frame.Release);
    }
}
