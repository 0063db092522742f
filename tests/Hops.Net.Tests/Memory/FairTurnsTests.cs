using Hops.Net.Memory;

namespace Hops.Net.Tests.Memory;

public sealed class FairTurnsTests
{
    [Fact]
    public async Task No_more_than_the_number_run_at_a_time()
    {
        var turns = new FairTurns(2);
        var running = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(owner => Task.Run(async () =>
        {
            for (var round = 0; round < 100; round++)
            {
                using var turn = await turns.TakeAsync(owner % 3, CancellationToken.None);
                Interlocked.Increment(ref running).ShouldBeLessThanOrEqualTo(2);
                Interlocked.Decrement(ref running);
            }
        })));
        turns.RunningCount.ShouldBe(0);
    }

    [Fact]
    public async Task An_owner_with_much_to_do_waits_for_one_with_little()
    {
        var turns = new FairTurns(1);
        var held = await turns.TakeAsync("red", CancellationToken.None);
        var red = Enumerable.Range(0, 50).Select(_ => turns.TakeAsync("red", CancellationToken.None).AsTask()).ToArray();
        var blue = turns.TakeAsync("blue", CancellationToken.None).AsTask();

        held.Dispose();
        (await red[0]).Dispose();

        (await blue).Dispose();
        foreach (var later in red[1..])
            (await later).Dispose();
        turns.RunningCount.ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_given_up_gets_no_turn()
    {
        var turns = new FairTurns(1);
        var held = await turns.TakeAsync("red", CancellationToken.None);
        using var patience = new CancellationTokenSource();
        var gone = turns.TakeAsync("red", patience.Token).AsTask();
        var next = turns.TakeAsync("red", CancellationToken.None).AsTask();

        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        held.Dispose();

        (await next).Dispose();
        turns.RunningCount.ShouldBe(0);
    }
}
