using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;
using Hops.Platform.Shares;

namespace Hops.Platform.Tests.Shares;

/// <summary>What one project may ask of another and of the platform.</summary>
public sealed class ShareLimitTests
{
    private static readonly PlatformOptions Small = new()
    {
        PasswordIterations = 10, ProjectsPerUserMax = 10, SharesPerThingMax = 2, SharesPerProjectMax = 3, BorrowingsPerProjectMax = 2,
    };

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("a bell \u0007")]
    [InlineData("an escape \u001b[31m")]
    [InlineData("c1 \u009b")]
    [InlineData("turned \u202egnorw")]
    [InlineData("isolate \u2066")]
    [InlineData("zero\u200bwidth")]
    [InlineData("line\u2028separator")]
    public async Task Words_that_could_be_shown_as_something_else_are_refused(string words)
    {
        await using var scene = await ShareScene.MakeAsync();
        (await RefusalAsync(() => scene.OfferAsync(ResourceKind.Dataset, note: words))).Facts["field"].ShouldBe("note");
        var offer = await scene.OfferAsync(ResourceKind.Dataset);
        (await RefusalAsync(() => RejectShare.RunAsync(scene.Platform, scene.BorrowingOwner, (ShareScene.Borrower, offer.Id), words, CancellationToken.None)))
            .Facts["field"].ShouldBe("reason");
        (await scene.StateAsync(offer.Id)).ShouldBe(ShareState.Offered);
    }

    [Fact]
    public async Task Half_a_character_is_refused()
    {
        await using var scene = await ShareScene.MakeAsync();
        (await RefusalAsync(() => scene.OfferAsync(ResourceKind.Dataset, note: "lone \ud83d"))).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    [Fact]
    public async Task A_note_has_at_most_500_characters_and_may_be_in_any_script()
    {
        await using var scene = await ShareScene.MakeAsync();
        (await RefusalAsync(() => scene.OfferAsync(ResourceKind.Dataset, note: new string('a', 501)))).Code.ShouldBe(ErrorCode.InvalidArgument);
        var note = "天気のデータ, déjà vu 🌦 " + new string('a', 470);
        (await scene.OfferAsync(ResourceKind.Dataset, note: note)).Note.ShouldBe(note);
    }

    [Fact]
    public async Task An_end_lies_in_the_future()
    {
        await using var scene = await ShareScene.MakeAsync();
        (await RefusalAsync(() => scene.OfferAsync(ResourceKind.Dataset, lasts: TimeSpan.Zero))).Facts["field"].ShouldBe("expires");
    }

    [Fact]
    public async Task A_thing_is_shared_with_so_many_projects_and_no_more()
    {
        await using var scene = await ShareScene.MakeAsync(Small);
        await MakeProjectsAsync(scene, "b2", "b3");
        await scene.OfferAsync(ResourceKind.Dataset);
        await scene.OfferAsync(ResourceKind.Dataset, to: "b2");

        (await RefusalAsync(() => scene.OfferAsync(ResourceKind.Dataset, to: "b3"))).Code.ShouldBe(ErrorCode.LimitExceeded);
    }

    [Fact]
    public async Task A_project_lends_so_much_and_what_has_ended_makes_room()
    {
        await using var scene = await ShareScene.MakeAsync(Small);
        await MakeProjectsAsync(scene, "b2", "b3");
        var first = await scene.OfferAsync(ResourceKind.Dataset);
        await scene.OfferAsync(ResourceKind.Dataset, to: "b2");
        await scene.OfferAsync(ResourceKind.Topic, to: "b2");
        (await RefusalAsync(() => scene.OfferAsync(ResourceKind.Topic, to: "b3"))).Code.ShouldBe(ErrorCode.LimitExceeded);

        await scene.RevokeAsync(first);
        await scene.OfferAsync(ResourceKind.Topic, to: "b3");

        var given = await ListShares.GivenAsync(scene.Platform, scene.LendingOwner, ShareScene.Lender, CancellationToken.None);
        given.Count.ShouldBe(3);
        given.ShouldNotContain(share => share.Id == first.Id);
    }

    [Fact]
    public async Task Nobody_fills_the_inbox_of_others_without_end()
    {
        await using var scene = await ShareScene.MakeAsync(Small);
        await CreateDataset.RunAsync(scene.Platform, scene.LendingOwner, ShareScene.Lender, new DatasetRequest("more"), CancellationToken.None);
        await scene.OfferAsync(ResourceKind.Dataset);
        var second = await scene.OfferAsync(ResourceKind.Topic);
        var third = new ShareWish(ResourceKind.Dataset, "more", ShareScene.Borrower, ShareRights.Read);

        (await RefusalAsync(() => OfferShare.RunAsync(scene.Platform, scene.LendingOwner, ShareScene.Lender, third, CancellationToken.None))).Code.ShouldBe(ErrorCode.LimitExceeded);

        await RejectShare.RunAsync(scene.Platform, scene.BorrowingOwner, (ShareScene.Borrower, second.Id), "", CancellationToken.None);
        await OfferShare.RunAsync(scene.Platform, scene.LendingOwner, ShareScene.Lender, third, CancellationToken.None);
    }

    private static async Task MakeProjectsAsync(ShareScene scene, params string[] names)
    {
        foreach (var name in names)
            await CreateProject.RunAsync(scene.Platform, scene.BorrowingOwner, name, "", CancellationToken.None);
    }

    private static Task<PlatformException> RefusalAsync(Func<Task> act) => Should.ThrowAsync<PlatformException>(act);
}
