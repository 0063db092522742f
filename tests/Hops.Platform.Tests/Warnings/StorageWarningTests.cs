using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Platform.Datasets;
using Hops.Platform.Inbox;
using Hops.Platform.Projects;
using Hops.Platform.Registrations;
using Hops.Platform.Tests.Mail;
using Hops.Platform.Users;
using Hops.Platform.Warnings;

namespace Hops.Platform.Tests.Warnings;

public sealed class StorageWarningTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task Storage_that_fills_up_is_told_once_in_the_inbox_the_trail_and_by_mail()
    {
        var owner = await fixture.UserAsync("filler");
        var mailbox = new Mailbox(fixture.OutboxDirectory);
        await ChangeEmail.BeginAsync(Platform, owner, "filler@example.org", PlatformFixture.PasswordOf("filler"), None);
        await ChangeEmail.ConfirmAsync(Platform, await mailbox.LinkAsync("filler@example.org"), None);
        var mailsBefore = mailbox.To("filler@example.org").Count;
        await CreateProject.RunAsync(Platform, owner, "full", "", None);
        await CreateDataset.RunAsync(Platform, owner, "full", new DatasetRequest("data"), None);
        await AlterProject.RunAsync(Platform, FirstRun.Itself, "full", new ProjectChange(null, 1000, null), None);

        await WriteAsync("a", 799);
        await LookAtUses.RunAsync(Platform, None);
        (await InboxAsync(owner)).ShouldBeEmpty();

        await WriteAsync("b", 1);
        await LookAtUses.RunAsync(Platform, None);
        var item = (await InboxAsync(owner)).ShouldHaveSingleItem();
        (item.Id, item.Text).ShouldBe(("file_bytes", "more than 80 % used"));
        await LookAtUses.RunAsync(Platform, None);
        (await InboxAsync(owner)).ShouldHaveSingleItem().ShouldBe(item);

        await WriteAsync("c", 200);
        await LookAtUses.RunAsync(Platform, None);
        (await InboxAsync(owner)).ShouldHaveSingleItem().Text.ShouldBe("used up: nothing more can be stored");
        (await GetUsage.RunAsync(Platform, owner, "full", None)).Single(use => use.Name == "file_bytes").Warning.ShouldBe("used up: nothing more can be stored");
        (await ToldAsync(owner, "full")).ShouldBe(2);
        var texts = (await mailbox.WaitAsync("filler@example.org", mailsBefore + 2)).Select(mail => mail.TextBody!.ReplaceLineEndings("\n")).ToList();
        texts.Count(text => text.StartsWith("The project full has used", StringComparison.Ordinal)).ShouldBe(2);
        texts.ShouldContain(
            "The project full has used 100 % of its limit (file bytes): used up: nothing more can be stored.\n\nhttps://hops.example/p/full/usage\n");

        await fixture.ReopenAsync();
        await LookAtUses.RunAsync(Platform, None);
        (await ToldAsync(owner, "full")).ShouldBe(2, "a restart tells nothing again");
    }

    [Fact]
    public async Task A_project_that_is_deleted_leaves_no_warning_behind()
    {
        var owner = await fixture.UserAsync("leaver");
        var project = await CreateProject.RunAsync(Platform, owner, "left", "", None);
        await AlterProject.RunAsync(Platform, FirstRun.Itself, "left", new ProjectChange(null, 0, null) { ComputeQuotaCredits = 0 }, None);
        await LookAtUses.RunAsync(Platform, None);
        (await ListWarnings.ToldAsync(Platform, project.Id, None)).Select(warning => (warning.Use, warning.Percent)).ShouldBe([("compute", 100), ("file_bytes", 100)]);

        await DeleteProject.RunAsync(Platform, owner, "left", null, None);

        (await ListWarnings.ToldAsync(Platform, project.Id, None)).ShouldBeEmpty();
    }

    private async Task WriteAsync(string name, int bytes) => await Platform.Files.WriteFileAsync(
        FirstRun.Itself, $"{Dataset.PathOf("full", "data")}/{name}", new byte[bytes], new CreateOptions(), None);

    private async Task<List<InboxItem>> InboxAsync(Principal actor) =>
        [.. (await ListInbox.RunAsync(Platform, actor, None)).Where(item => item.Kind == InboxKind.Quota)];

    private async Task<int> ToldAsync(Principal owner, string name)
    {
        var id = Platform.FindProject(owner, name).Row.Id;
        var trail = await Platform.Store.ReadAsync(read => read.ScanAsync(AuditLog.Entries, Key.Of(id), null, 1000));
        return trail.Count(entry => entry.Action == "quota.reached");
    }
}
