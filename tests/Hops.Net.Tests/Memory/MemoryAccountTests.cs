using Hops.Net.Memory;

namespace Hops.Net.Tests.Memory;

public sealed class MemoryAccountTests
{
    [Fact]
    public async Task Who_finds_no_room_waits_until_there_is()
    {
        var account = new MemoryAccount(100);
        await account.ChargeAsync(80, CancellationToken.None);
        var second = account.ChargeAsync(30, CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();

        account.Release(80);

        await second;
        account.UsedBytes.ShouldBe(30);
    }

    [Fact]
    public async Task Those_who_wait_come_in_their_order_even_if_a_later_one_would_fit()
    {
        var account = new MemoryAccount(100);
        account.Charge(60);
        var large = account.ChargeAsync(90, CancellationToken.None).AsTask();
        var small = account.ChargeAsync(10, CancellationToken.None).AsTask();
        small.IsCompleted.ShouldBeFalse();

        account.Release(60);

        await large;
        await small;
        account.UsedBytes.ShouldBe(100);
    }

    [Fact]
    public async Task A_charge_above_the_bound_is_let_through_alone()
    {
        var account = new MemoryAccount(100);
        await account.ChargeAsync(1000, CancellationToken.None);
        var next = account.ChargeAsync(1, CancellationToken.None).AsTask();
        next.IsCompleted.ShouldBeFalse();
        account.Release(1000);
        await next;
    }

    [Fact]
    public async Task Who_gives_up_is_charged_nothing_and_lets_the_next_one_in()
    {
        var account = new MemoryAccount(100);
        account.Charge(60);
        using var patience = new CancellationTokenSource();
        var large = account.ChargeAsync(90, patience.Token).AsTask();
        var small = account.ChargeAsync(10, CancellationToken.None).AsTask();

        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(large);
        await small;
        account.UsedBytes.ShouldBe(70);
    }

    [Fact]
    public async Task Many_at_once_never_hold_more_than_the_bound()
    {
        var account = new MemoryAccount(1000);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < 300; round++)
            {
                var bytes = ((worker * 31) + (round * 17)) % 400;
                await account.ChargeAsync(bytes, CancellationToken.None);
                account.UsedBytes.ShouldBeLessThanOrEqualTo(1000);
                account.Release(bytes);
            }
        })));
        account.UsedBytes.ShouldBe(0);
    }

    [Fact]
    public void An_owner_has_accounts_as_long_as_it_has_connections()
    {
        var book = new AccountBook(1000, 1000);
        var first = book.Open(7);
        var second = book.Open(7);
        var other = book.Open(8);
        first.Frames.ShouldBeSameAs(second.Frames);
        other.Frames.ShouldNotBeSameAs(first.Frames);
        book.Count.ShouldBe(2);

        first.Dispose();
        first.Dispose();
        book.Count.ShouldBe(2);
        second.Dispose();
        other.Dispose();

        book.Count.ShouldBe(0);
    }
}
