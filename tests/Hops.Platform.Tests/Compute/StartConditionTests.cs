using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Compute;
using Hops.Platform.Projects;
using Hops.Platform.Queries;

namespace Hops.Platform.Tests.Compute;

public sealed class StartConditionTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task A_query_waits_until_the_price_is_as_low_as_it_is_to_start_at_and_then_for_nothing_more()
    {
        var (owner, query) = await QueryAsync("waits");
        await StartAsync(owner, "waits", 1200);
        Platform.Price.Set(new ComputeLoad(0.7, 0, 0));

        (await ObstacleAsync(query)).ShouldBe("It waits for a price of at most 1.2; now it is 1.5.");
        Platform.Price.Set(new ComputeLoad(0.4, 0, 0));
        (await ObstacleAsync(query)).ShouldBeNull("at most 1.2 is 1.2 too");

        await QueryDuty.StartedAsync(Platform, query.ProjectId, query.Id, None);
        Platform.Price.Set(new ComputeLoad(0.7, 0, 0));
        (await ObstacleAsync(query)).ShouldBeNull("it has started");
        await StartAsync(owner, "waits", 1100);
        (await ObstacleAsync(query)).ShouldBeNull("a query that runs is not held back by a second start");
    }

    [Fact]
    public async Task One_that_waits_can_be_given_another_price_or_none_and_a_stop_takes_it_back()
    {
        var (owner, query) = await QueryAsync("changes");
        Platform.Price.Set(new ComputeLoad(0.7, 0, 0));
        await StartAsync(owner, "changes", 1100);
        await StartAsync(owner, "changes", 1300);
        (await ObstacleAsync(query)).ShouldNotBeNull().ShouldContain("at most 1.3");
        await StartAsync(owner, "changes", null);
        (await ObstacleAsync(query)).ShouldBeNull();

        await SetQueryState.RunAsync(Platform, owner, new QueryName("changes", "q"), new QueryWish(QueryState.Stopped), None);
        await StartAsync(owner, "changes", 1300);
        await SetQueryState.RunAsync(Platform, owner, new QueryName("changes", "q"), new QueryWish(QueryState.Stopped), None);
        await StartAsync(owner, "changes", null);
        (await ObstacleAsync(query)).ShouldBeNull();
    }

    [Theory]
    [InlineData(999)]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public async Task A_price_that_never_is_is_refused(int price)
    {
        var (owner, _) = await QueryAsync($"never_{price}");
        (await Should.ThrowAsync<PlatformException>(() => StartAsync(owner, $"never_{price}", price))).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    private async Task<(Principal Owner, StoredQuery Query)> QueryAsync(string project)
    {
        var owner = await fixture.UserAsync("of_" + project);
        await CreateProject.RunAsync(Platform, owner, project, "", None);
        return (owner, await CreateQuery.RunAsync(Platform, owner, new QueryName(project, "q"), "{}", None));
    }

    private Task StartAsync(Principal owner, string project, int? price) =>
        SetQueryState.RunAsync(Platform, owner, new QueryName(project, "q"), new QueryWish(QueryState.Running, price), None);

    private Task<string?> ObstacleAsync(StoredQuery query) => QueryDuty.ObstacleAsync(Platform, query.ProjectId, query.Id, None);
}
