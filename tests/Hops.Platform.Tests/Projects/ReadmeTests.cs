using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Members;
using Hops.Platform.Projects;

namespace Hops.Platform.Tests.Projects;

public sealed class ReadmeTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task It_is_written_by_owners_over_what_they_have_read_and_read_by_members()
    {
        var (owner, scientist) = (await fixture.UserAsync("rd_owner"), await fixture.UserAsync("rd_sci"));
        await CreateProject.RunAsync(Platform, owner, "rd", "", CancellationToken.None, [new MemberWish("rd_sci", ProjectRole.DataScientist)]);
        (await WriteReadme.FindAsync(Platform, scientist, "rd", CancellationToken.None)).ShouldBeNull();

        (await WriteAsync(owner, "# One", 0)).Revision.ShouldBe(1);
        (await RefusalAsync(owner, "# Two", 0)).ShouldBe(ErrorCode.PreconditionFailed);
        await WriteAsync(owner, "# Three", 1);

        (await WriteReadme.FindAsync(Platform, scientist, "rd", CancellationToken.None))!.Text.ShouldBe("# Three");
        (await RefusalAsync(scientist, "mine", 2)).ShouldBe(ErrorCode.AccessDenied);
        var stranger = await fixture.UserAsync("rd_none");
        (await Should.ThrowAsync<PlatformException>(() => WriteReadme.FindAsync(Platform, stranger, "rd", CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task It_is_unicode_of_at_most_64_KiB()
    {
        var owner = await fixture.UserAsync("big_owner");
        await CreateProject.RunAsync(Platform, owner, "rd_big", "", CancellationToken.None);

        (await RefusalAsync(owner, new string('ä', 32 * 1024) + "x", null, "rd_big")).ShouldBe(ErrorCode.TooLarge);
        (await RefusalAsync(owner, "\ud800", null, "rd_big")).ShouldBe(ErrorCode.InvalidArgument);
        (await WriteReadme.RunAsync(Platform, owner, "rd_big", (new string('ä', 32 * 1024), null), CancellationToken.None)).Text.Length.ShouldBe(32 * 1024);
    }

    private Task<Readme> WriteAsync(Principal actor, string text, long revision) =>
        WriteReadme.RunAsync(Platform, actor, "rd", (text, revision), CancellationToken.None);

    private async Task<ErrorCode> RefusalAsync(Principal actor, string text, long? revision, string project = "rd") =>
        (await Should.ThrowAsync<PlatformException>(() => WriteReadme.RunAsync(Platform, actor, project, (text, revision), CancellationToken.None))).Code;
}
