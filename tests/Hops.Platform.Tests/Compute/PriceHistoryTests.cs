using Hops.Core.Errors;
using Hops.Platform.Compute;

namespace Hops.Platform.Tests.Compute;

public sealed class PriceHistoryTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly PlatformFixture _fixture = new();

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task It_is_told_in_steps_that_are_the_means_of_their_minutes_over_the_end_of_a_day()
    {
        for (var minute = -2; minute < 2; minute++)
            await KeepAsync(Midnight.AddMinutes(minute), 1000 + (100 * (minute + 2)), 1200 + (100 * (minute + 2)));

        var minutes = await HistoryAsync(Midnight.AddMinutes(-2), Midnight.AddMinutes(2), TimeSpan.FromMinutes(1));
        minutes.Select(step => step.PriceThousandths).ShouldBe([1100, 1200, 1300, 1400]);
        var steps = await HistoryAsync(Midnight.AddMinutes(-3), Midnight.AddMinutes(10), TimeSpan.FromMinutes(3));
        steps.Select(step => (step.Time, step.PriceThousandths, step.Minutes)).ShouldBe(
            [(Midnight.AddMinutes(-3), 1150, 2), (Midnight, 1350, 2)]);
        (await HistoryAsync(Midnight.AddMinutes(2), Midnight.AddMinutes(10), TimeSpan.FromMinutes(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_older_than_it_is_kept_goes_as_new_minutes_come()
    {
        await KeepAsync(Midnight, 1000, 1000);
        await KeepAsync(Midnight.AddDays(1), 1000, 1000);

        await KeepAsync(Midnight.AddDays(91), 1000, 1000);

        (await HistoryAsync(Midnight, Midnight.AddDays(91), TimeSpan.FromDays(1))).Select(step => step.Time).ShouldBe([Midnight.AddDays(1), Midnight.AddDays(91)]);
    }

    [Theory]
    [InlineData(59, 60)]
    [InlineData(60, 60 * 60 * 24 * 2)]
    [InlineData(60, -60)]
    [InlineData(int.MaxValue, long.MaxValue / 10_000_000)]
    public async Task Steps_that_are_too_short_or_too_many_are_refused(int stepSeconds, long lengthSeconds)
    {
        var to = DateTimeOffset.MaxValue - Midnight < TimeSpan.FromSeconds(lengthSeconds) ? DateTimeOffset.MaxValue : Midnight.AddSeconds(lengthSeconds);
        (await Should.ThrowAsync<PlatformException>(() => HistoryAsync(Midnight, to, TimeSpan.FromSeconds(stepSeconds)))).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    private Task KeepAsync(DateTimeOffset minute, params int[] prices) => PriceHistory.KeepAsync(
        _fixture.Platform, minute, [.. prices.Select(price => new PriceNow(price, ComputeLoad.None, minute))], CancellationToken.None);

    private Task<IReadOnlyList<PriceStep>> HistoryAsync(DateTimeOffset from, DateTimeOffset to, TimeSpan step) =>
        PriceHistory.RunAsync(_fixture.Platform, from, to, step, CancellationToken.None);
}
