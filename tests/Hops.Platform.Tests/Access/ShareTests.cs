using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Projects;
using Decide = Hops.Platform.Access.Access;

namespace Hops.Platform.Tests.Access;

/// <summary>What a decision sees of shares, before anybody can make one.</summary>
public sealed class ShareTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PlatformFixture _fixture = new();
    private Principal _borrower = null!;
    private long _lender;

    private Resource Topic => new(ResourceKind.Topic, _lender, "departures");

    private Share OfTopic => new(ResourceKind.Topic, _lender, "departures", _borrower.ProjectId, ShareRights.Read, Now.AddDays(1));

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        var owner = await _fixture.UserAsync("lender");
        var user = await _fixture.UserAsync("borrower");
        _lender = (await CreateProject.RunAsync(_fixture.Platform, owner, "lend", "", CancellationToken.None)).Id;
        var project = await CreateProject.RunAsync(_fixture.Platform, user, "borrow", "", CancellationToken.None);
        _borrower = _fixture.Platform.Gate.Enter(user, project.Id)!;
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void Without_a_share_the_things_of_others_are_hidden() =>
        Decided(ShareSet.None, _borrower, Operation.Read, Topic).Hidden.ShouldBeTrue();

    [Fact]
    public void What_is_lent_is_read_inside_the_platform_and_not_taken_out()
    {
        var shares = ShareSet.None.With(OfTopic);

        Decided(shares, _borrower, Operation.Describe, Topic).Allowed.ShouldBeTrue();
        Decided(shares, _borrower, Operation.Read, Topic).IsExport.ShouldBeTrue();
        Decided(shares, _borrower with { Channel = Channel.Runner }, Operation.Read, Topic).Allowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(ShareRights.Read, false)]
    [InlineData(ShareRights.Read | ShareRights.Write, true)]
    public void A_share_is_written_to_only_with_the_right_to(ShareRights rights, bool isAllowed) =>
        Decided(ShareSet.None.With(OfTopic with { Rights = rights }), _borrower, Operation.Write, Topic).Allowed.ShouldBe(isAllowed);

    [Theory]
    [InlineData(Operation.Delete)]
    [InlineData(Operation.Alter)]
    [InlineData(Operation.Create)]
    public void Nothing_that_is_lent_is_changed_or_removed(Operation operation) =>
        Decided(ShareSet.None.With(OfTopic with { Rights = ShareRights.Read | ShareRights.Write }), _borrower, operation, Topic)
            .Hidden.ShouldBeTrue();

    [Fact]
    public void A_share_ends_at_its_time_and_when_it_is_taken_back()
    {
        Decided(ShareSet.None.With(OfTopic with { Expires = Now }), _borrower, Operation.Describe, Topic).Hidden.ShouldBeTrue();
        Decided(ShareSet.None.With(OfTopic).Without(OfTopic), _borrower, Operation.Describe, Topic).Hidden.ShouldBeTrue();
    }

    [Fact]
    public void A_share_is_of_one_thing_with_one_project()
    {
        var shares = ShareSet.None.With(OfTopic);

        Decided(shares, _borrower, Operation.Describe, Topic with { Name = "arrivals" }).Hidden.ShouldBeTrue();
        Decided(shares, _borrower with { ProjectId = 0 }, Operation.Describe, Topic).Hidden.ShouldBeTrue();
        Decided(shares, _borrower with { UserId = 999_999 }, Operation.Describe, Topic).Hidden.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/Projects/lend/weather", true)]
    [InlineData("/Projects/lend/weather/2026/a.parquet", true)]
    [InlineData("/Projects/lend/weather2/a.parquet", false)]
    [InlineData("/Projects/lend", false)]
    [InlineData("/tmp/lend/weather", false)]
    public void A_file_is_lent_with_the_dataset_in_which_it_lies(string path, bool isLent)
    {
        var shares = ShareSet.None.With(new Share(ResourceKind.Dataset, _lender, "weather", _borrower.ProjectId, ShareRights.Read, Now.AddDays(1)));

        Decided(shares, _borrower, Operation.Describe, new Resource(ResourceKind.File, _lender, path)).Allowed.ShouldBe(isLent);
    }

    private Decision Decided(ShareSet shares, Principal principal, Operation operation, Resource resource) =>
        Decide.Decide(_fixture.Platform.Roster.Now, shares, Now, principal, operation, resource);
}
