using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>A dataset is listed, asked for and lent, by the hands of two owners.</summary>
[Collection(WebServerGroup.Name)]
public sealed class ShareRequestTests(WebServer server)
{
    private const string Dataset = "peaks";

    [BrowserFact]
    public async Task What_is_listed_is_asked_for_and_lent_with_fewer_rights()
    {
        var (lender, lending) = await OwnerAsync();
        var (borrower, borrowing) = await OwnerAsync();
        var name = $"{lending}::{Dataset}";
        await server.VisitAsync(lender, async visit =>
        {
            await visit.OpenAsync($"/p/{lending}/data?share={Dataset}");
            await visit.Dialog.GetByLabel("Note for who asks").FillAsync("Ask us before winter");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.DialogButton("List").ClickAsync();
            await Assertions.Expect(visit.DialogButton("Unlist")).ToBeVisibleAsync();

            await server.VisitAsync(borrower, async other =>
            {
                await AskAsync(other, name, borrowing);
                await other.OpenAsync($"/p/{borrowing}/shares?tab=asked");
                await Assertions.Expect(other.Page.GetByText("Waiting", new() { Exact = true })).ToBeVisibleAsync();
                (await Axe.ViolationsAsync(other.Page)).ShouldBeEmpty();
            });

            await visit.OpenAsync($"/p/{lending}/shares?tab=requests");
            await Assertions.Expect(visit.Page.GetByText("For the forecast")).ToBeVisibleAsync();
            await visit.Button($"Lend {Dataset} to {borrowing}").ClickAsync();
            await visit.Dialog.GetByLabel("Read", new() { Exact = true }).CheckAsync();
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.DialogButton("Lend dataset").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText($"{borrowing} can use {Dataset} now.")).ToBeVisibleAsync();
        });
        await server.VisitAsync(borrower, async visit =>
        {
            await visit.OpenAsync("/inbox");
            await Assertions.Expect(visit.Page.GetByText($"{name} can be used in {borrowing} now.")).ToBeVisibleAsync();
            await visit.OpenAsync($"/p/{borrowing}/shares?tab=borrowed");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = name })).ToBeVisibleAsync();
        });
        var share = await borrower.Rest.ListAsync($"projects/{borrowing}/borrowings").SingleAsync();
        share.GetProperty("rights").GetString().ShouldBe("READ");
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_request_is_rejected_in_the_inbox_and_who_asked_reads_why()
    {
        var (lender, lending) = await OwnerAsync();
        var (borrower, borrowing) = await OwnerAsync();
        var name = $"{lending}::{Dataset}";
        await lender.Rest.CallAsync(HttpMethod.Put, $"projects/{lending}/datasets/{Dataset}/listing", new { note = "" });
        await server.VisitAsync(borrower, visit => AskAsync(visit, name, borrowing));
        await server.VisitAsync(lender, async visit =>
        {
            await visit.OpenAsync("/inbox");
            await visit.Button($"Reject {Dataset}").ClickAsync();
            await visit.Dialog.GetByLabel("Reason").FillAsync("Not before spring");
            await visit.DialogButton("Reject").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText($"{Dataset}: rejected.")).ToBeVisibleAsync();
        });
        await server.VisitAsync(borrower, async visit =>
        {
            await visit.OpenAsync($"/p/{borrowing}/shares?tab=asked");
            await Assertions.Expect(visit.Page.GetByText("Not before spring")).ToBeVisibleAsync();
        });
    }

    private static async Task AskAsync(Visit visit, string name, string borrowing)
    {
        await visit.OpenAsync("/catalogue?tab=listed");
        await visit.Button($"Ask for access to {name}").ClickAsync();
        await visit.Dialog.GetByLabel("Project").SelectOptionAsync(borrowing);
        await visit.Dialog.GetByLabel("For writing to it too").CheckAsync();
        await visit.Dialog.GetByLabel("Note").FillAsync("For the forecast");
        (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        await visit.DialogButton("Ask").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"The owners of {name} see that {borrowing} asks for it.")).ToBeVisibleAsync();
    }

    /// <summary>Somebody with a project that has a dataset.</summary>
    private async Task<(Account Owner, string Project)> OwnerAsync()
    {
        var owner = await server.UserAsync();
        var project = await owner.ProjectAsync();
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = Dataset });
        return (owner, project);
    }
}
