using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Search;
using Hops.Platform.Sessions;
using Hops.Platform.Shares;
using Hops.Platform.Tests.Shares;
using Hops.Platform.Tokens;
using Hops.Platform.Topics;
using Hops.Platform.Users;
using Hops.Schemas.Registry;
using Hops.Search;

namespace Hops.Platform.Tests.Search;

/// <summary>Who finds what: what it may see when it asks, and nothing by which it could tell that there is more.</summary>
public sealed class SearchRightsTests : IAsyncLifetime
{
    private const string Schema = """
        {"type":"record","name":"Departure","doc":"a train leaves","fields":[
          {"name":"platform_edge","type":"string","doc":"where it leaves"},
          {"name":"train","type":["null",{"type":"record","name":"Train","fields":[{"name":"carriages","type":"int"}]}]}]}
        """;

    private ShareScene _scene = null!;
    private SearchScene _search = null!;

    public async Task InitializeAsync()
    {
        _scene = await ShareScene.MakeAsync();
        _search = SearchScene.Over(_scene.Fixture);
        var owner = _scene.Platform.Gate.Enter(_scene.LendingOwner, _scene.LenderId)!;
        await _scene.Platform.Schemas.RegisterAsync(owner, "departures-value", new SchemaSubmission(Schema));
        await CreateQuery.RunAsync(
            _scene.Platform, _scene.LendingOwner, new QueryName(ShareScene.Lender, "late_trains"),
            """{"sql":"SELECT carriages FROM departures","topic":"departures","sink":"weather/late"}""", CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _search.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task A_member_finds_everything_of_its_project_by_name_text_and_field()
    {
        (await FindAsync("depart")).ShouldBe(["Topic lend/departures", "Schema lend/departures-value", "Query lend/late_trains"]);
        (await FindAsync("carriages")).ShouldBe(["Field lend/train.carriages@departures-value", "Query lend/late_trains"]);
        (await FindAsync("where leaves")).ShouldBe(["Field lend/platform_edge@departures-value"]);
        (await FindAsync("lend")).ShouldBe(["Project lend/lend"]);
        (await FindAsync("WEATH")).ShouldBe(["Dataset lend/weather", "Query lend/late_trains"]);
    }

    [Fact]
    public async Task A_stranger_finds_nothing_and_is_told_no_count()
    {
        var answer = await _search.AnswerAsync(_scene.BorrowingOwner, "departures");

        answer.Hits.ShouldBeEmpty();
        answer.Projects.ShouldBeEmpty();
        answer.Kinds.ShouldAllBe(kind => kind.Count == 0 && !kind.HasMore);
        answer.IsComplete.ShouldBeTrue();
        var refusal = await Should.ThrowAsync<PlatformException>(() => _search.NowAsync(_scene.BorrowingOwner, "departures", ShareScene.Lender));
        var missing = await Should.ThrowAsync<PlatformException>(() => _search.NowAsync(_scene.BorrowingOwner, "departures", "nowhere"));
        (refusal.Code, missing.Code).ShouldBe((ErrorCode.NotFound, ErrorCode.NotFound));
    }

    [Fact]
    public async Task A_borrower_finds_what_is_lent_under_its_own_name_of_it_and_nothing_else()
    {
        await _scene.LendAsync(ResourceKind.Topic);

        (await _search.FindAsync(_scene.BorrowingOwner, "depart")).ShouldBe(["Topic borrow/lend.departures", "Schema borrow/lend.departures-value"]);
        (await _search.FindAsync(_scene.BorrowingOwner, "carriages")).ShouldBe(["Field borrow/train.carriages@lend.departures-value"]);
        (await _search.FindAsync(_scene.BorrowingOwner, "weather")).ShouldBeEmpty();
        (await _search.FindAsync(_scene.BorrowingOwner, "lend")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_taken_back_is_not_found_any_more_at_once()
    {
        var offer = await _scene.LendAsync(ResourceKind.Dataset);
        (await _search.FindAsync(_scene.BorrowingOwner, "weather")).ShouldBe(["Dataset borrow/lend::weather"]);

        await _scene.RevokeAsync(offer);

        (await _search.NowAsync(_scene.BorrowingOwner, "weather")).Hits.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_lent_until_now_is_not_found_any_more()
    {
        await _scene.LendAsync(ResourceKind.Dataset, lasts: TimeSpan.FromMinutes(10));
        (await _search.FindAsync(_scene.BorrowingOwner, "weather")).Count.ShouldBe(1);

        _scene.Fixture.Time.Advance(TimeSpan.FromMinutes(11));

        (await _search.NowAsync(_scene.BorrowingOwner, "weather")).Hits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_left_a_project_finds_nothing_of_it_at_once()
    {
        var guest = await _scene.Fixture.UserAsync("gisela");
        await AddMember.RunAsync(_scene.Platform, _scene.LendingOwner, ShareScene.Lender, "gisela", ProjectRole.DataScientist, CancellationToken.None);
        (await _search.FindAsync(guest, "departures")).Count.ShouldBe(3);

        await RemoveMember.RunAsync(_scene.Platform, _scene.LendingOwner, new MemberName(ShareScene.Lender, "gisela"), null, CancellationToken.None);

        var answer = await _search.NowAsync(guest, "departures");
        answer.Hits.ShouldBeEmpty();
        answer.Kinds.ShouldAllBe(kind => kind.Count == 0);
    }

    [Fact]
    public async Task A_public_dataset_is_found_by_everybody_and_once_by_who_has_it_already()
    {
        await PublishDataset.RunAsync(_scene.Platform, _scene.LendingOwner, new DatasetName(ShareScene.Lender, ShareScene.Dataset), "sun and rain", CancellationToken.None);

        (await _search.FindAsync(_scene.BorrowingOwner, "sun weather")).ShouldBe(["Dataset -/lend::weather"]);
        (await FindAsync("weather")).ShouldBe(["Dataset lend/weather", "Query lend/late_trains"]);

        await UnpublishDataset.RunAsync(_scene.Platform, _scene.LendingOwner, new DatasetName(ShareScene.Lender, ShareScene.Dataset), CancellationToken.None);

        (await _search.NowAsync(_scene.BorrowingOwner, "sun")).Hits.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_administrator_finds_every_project_and_nothing_in_them()
    {
        var first = _scene.Fixture.InitialPassword;
        var (text, _, _) = await SignIn.RunAsync(_scene.Platform, PlatformFixture.TryOf("admin", first, "192.0.2.1"), CancellationToken.None);
        var administrator = (await _scene.Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!;
        await ChangePassword.RunAsync(_scene.Platform, administrator, first, PlatformFixture.PasswordOf("admin"), CancellationToken.None);

        (await _search.FindAsync(administrator, "len")).ShouldBe(["Project lend/lend"]);
        (await _search.FindAsync(administrator, "len", ShareScene.Lender)).ShouldBe(["Project lend/lend"]);
        (await _search.FindAsync(administrator, "departures")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_finds_what_it_is_for()
    {
        var ofBorrower = await _scene.Fixture.TokenAsync(_scene.LendingOwner, new TokenRequest("read", TokenScopes.Read, ShareScene.Lender, null));
        await CreateProject.RunAsync(_scene.Platform, _scene.LendingOwner, "departure_board", "", CancellationToken.None);

        (await _search.FindAsync(ofBorrower, "depart")).ShouldBe(["Topic lend/departures", "Schema lend/departures-value", "Query lend/late_trains"]);
        (await FindAsync("depart")).ShouldContain("Project departure_board/departure_board");
        var writing = await _scene.Fixture.TokenAsync(_scene.LendingOwner, new TokenRequest("write", TokenScopes.Write, null, null));
        (await Should.ThrowAsync<PlatformException>(() => _search.NowAsync(writing, "depart"))).Code.ShouldBe(ErrorCode.AccessDenied);
    }

    [Fact]
    public async Task One_project_of_many_is_searched_alone_and_counted()
    {
        await CreateProject.RunAsync(_scene.Platform, _scene.LendingOwner, "trains", "all that is late", CancellationToken.None);
        await CreateTopic.RunAsync(_scene.Platform, _scene.LendingOwner, "trains", new TopicRequest("late", 1), CancellationToken.None);

        (await _search.FindAsync(_scene.LendingOwner, "late", "trains")).ShouldBe(["Topic trains/late", "Project trains/trains"]);
        var everywhere = await _search.AnswerAsync(_scene.LendingOwner, "late", kind: EntryKind.Topic);
        everywhere.Hits.Select(SearchScene.Words).ShouldBe(["Topic trains/late"]);
        everywhere.Kinds.Where(kind => kind.Count > 0).Select(kind => (kind.Kind, kind.Count)).ShouldBe([(EntryKind.Project, 1), (EntryKind.Topic, 1), (EntryKind.Query, 1)]);
        everywhere.Projects.ShouldBe([new("trains", 1)]);
    }

    private Task<IReadOnlyList<string>> FindAsync(string text) => _search.FindAsync(_scene.LendingOwner, text);
}
