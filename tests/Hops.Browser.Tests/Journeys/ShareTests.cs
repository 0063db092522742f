using System.Text;
using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>Two projects and a dataset between them, by the hands of their two owners.</summary>
[Collection(WebServerGroup.Name)]
public sealed class ShareTests(WebServer server)
{
    private const string Dataset = "peaks";

    /// <summary>How soon a borrower is told that there is nothing any more.</summary>
    private const float GoneWithinMs = 5_000;

    [BrowserFact]
    public async Task What_is_offered_is_accepted_and_read_without_a_copy_and_gone_as_soon_as_it_is_taken_back()
    {
        var (lender, lending) = await LenderAsync();
        var (borrower, borrowing) = await OwnerAsync();
        var before = await BytesAsync(borrower, borrowing);
        await server.VisitAsync(lender, async visit =>
        {
            await OfferAsync(visit, lending, borrowing);
            await server.VisitAsync(borrower, async other =>
            {
                await AcceptAsync(other, lending, borrowing);
                await other.Page.GetByRole(AriaRole.Tab, new() { Name = "Borrowed" }).ClickAsync();
                await other.Page.GetByRole(AriaRole.Link, new() { Name = $"{lending}::{Dataset}" }).ClickAsync();
                await Assertions.Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = Seed.FileName, Exact = true })).ToBeVisibleAsync();
                (await BytesAsync(borrower, borrowing)).ShouldBe(before);

                await RevokeAsync(visit, lending, borrowing);
                other.Expect(404, $"/api/v1/projects/{borrowing}/files");
                await other.Page.ReloadAsync();
                await Assertions.Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Dataset, new() { Timeout = GoneWithinMs });
                await Assertions.Expect(other.Page.GetByText(Seed.FileName)).ToHaveCountAsync(0);
            });
        });
        (await BytesAsync(borrower, borrowing)).ShouldBe(before);
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task An_offer_is_rejected_and_its_owner_reads_why()
    {
        var (lender, lending) = await LenderAsync();
        var (borrower, borrowing) = await OwnerAsync();
        await server.VisitAsync(lender, async visit =>
        {
            await OfferAsync(visit, lending, borrowing);
            await server.VisitAsync(borrower, async other =>
            {
                await other.OpenAsync($"/p/{borrowing}/shares?tab=offers");
                await other.Button($"Reject {lending}::{Dataset}").ClickAsync();
                await other.Dialog.GetByLabel("Reason").FillAsync("We have it already.");
                await other.DialogButton("Reject offer").ClickAsync();
                await Assertions.Expect(other.Page.GetByText($"The offer of {lending} is rejected.")).ToBeVisibleAsync();
                await Assertions.Expect(other.Page.GetByText("No offer waits for an answer.")).ToBeVisibleAsync();
            });
            await visit.OpenAsync($"/p/{lending}/shares");
            await Assertions.Expect(visit.Page.GetByText("Rejected", new() { Exact = true })).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("We have it already.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Button($"Revoke {Dataset} of {borrowing}")).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Who_leaves_a_share_no_longer_has_it_and_its_owner_sees_that()
    {
        var (lender, lending) = await LenderAsync();
        var (borrower, borrowing) = await OwnerAsync();
        await server.VisitAsync(lender, visit => OfferAsync(visit, lending, borrowing));
        await server.VisitAsync(borrower, async visit =>
        {
            await AcceptAsync(visit, lending, borrowing);
            await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Borrowed" }).ClickAsync();
            await visit.Button($"Leave {lending}::{Dataset}").ClickAsync();
            await visit.DialogButton("Leave share").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText($"{lending}::{Dataset} is given back.")).ToBeVisibleAsync();
            await visit.OpenAsync($"/p/{borrowing}/data");
            await Assertions.Expect(visit.Page.GetByText($"{lending}::{Dataset}")).ToHaveCountAsync(0);
        });
        await server.VisitAsync(lender, async visit =>
        {
            await visit.OpenAsync($"/p/{lending}/shares");
            await Assertions.Expect(visit.Page.GetByText("Left", new() { Exact = true })).ToBeVisibleAsync();
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_dataset_is_published_added_to_another_project_and_taken_from_it_with_its_name_said_before()
    {
        var (lender, lending) = await LenderAsync();
        var (borrower, borrowing) = await OwnerAsync();
        await server.VisitAsync(lender, async visit =>
        {
            await visit.OpenAsync($"/p/{lending}/data?share={Dataset}");
            await visit.Dialog.GetByLabel("Note for everybody").FillAsync("Measured from the ground");
            await visit.DialogButton("Publish").ClickAsync();
            await Assertions.Expect(visit.DialogButton("Unpublish")).ToBeVisibleAsync();
            await server.VisitAsync(borrower, other => AddAsync(other, lending, borrowing));

            await visit.Page.ReloadAsync();
            await visit.DialogButton("Unpublish").ClickAsync();
            var asked = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Unpublish {Dataset}" });
            await Assertions.Expect(asked).ToContainTextAsync($"{borrowing}no query uses it");
            await asked.GetByRole(AriaRole.Button, new() { Name = "Unpublish, they lose it" }).ClickAsync();
            await Assertions.Expect(visit.DialogButton("Publish")).ToBeVisibleAsync();
        });
        (await borrower.Rest.ListAsync($"projects/{borrowing}/borrowings").CountAsync()).ShouldBe(0);
    }

    private static async Task AddAsync(Visit visit, string lending, string borrowing)
    {
        await visit.OpenAsync("/catalogue");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"{lending}::{Dataset}", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Dialog).ToContainTextAsync("Measured from the ground");
        (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        await visit.DialogButton("Add to a project").ClickAsync();
        var asked = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Add {lending}::{Dataset}" });
        await asked.GetByLabel("Project").SelectOptionAsync(borrowing);
        await asked.GetByRole(AriaRole.Button, new() { Name = "Add dataset" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"{lending}::{Dataset} can be read in {borrowing} now.")).ToBeVisibleAsync();
        await visit.OpenAsync($"/p/{borrowing}/data/{lending}::{Dataset}");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = Seed.FileName, Exact = true })).ToBeVisibleAsync();
    }

    private static async Task OfferAsync(Visit visit, string lending, string borrowing)
    {
        await visit.OpenAsync($"/p/{lending}/data");
        await visit.Button($"Actions for {Dataset}").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Share" }).ClickAsync();
        await visit.Dialog.GetByLabel("Project", new() { Exact = true }).FillAsync(borrowing);
        (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        await visit.DialogButton("Offer").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"{Dataset} is offered to {borrowing}")).ToBeVisibleAsync();
    }

    private static async Task AcceptAsync(Visit visit, string lending, string borrowing)
    {
        await visit.OpenAsync($"/p/{borrowing}/shares?tab=offers");
        await visit.Button($"Accept {lending}::{Dataset}").ClickAsync();
        await visit.DialogButton("Accept offer").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"{lending}::{Dataset} can be used now.")).ToBeVisibleAsync();
    }

    private static async Task RevokeAsync(Visit visit, string lending, string borrowing)
    {
        await visit.OpenAsync($"/p/{lending}/shares");
        await visit.Button($"Revoke {Dataset} of {borrowing}").ClickAsync();
        await visit.DialogButton("Revoke share").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"{Dataset} is no longer shared with {borrowing}.")).ToBeVisibleAsync();
    }

    private async Task<(Account Owner, string Project)> OwnerAsync()
    {
        var owner = await server.UserAsync();
        return (owner, await owner.ProjectAsync());
    }

    private async Task<(Account Owner, string Project)> LenderAsync()
    {
        var (owner, project) = await OwnerAsync();
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = Dataset });
        using var content = new StringContent(Seed.Stations, Encoding.UTF8, "text/csv");
        await owner.Rest.CallAsync(HttpMethod.Put, $"projects/{project}/files/content?path={Dataset}/{Seed.FileName}", content);
        return (owner, project);
    }

    private static async Task<long> BytesAsync(Account owner, string project)
    {
        var usage = await owner.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/usage");
        return usage.Body.GetProperty("items").EnumerateArray().Single(use => use.GetProperty("name").GetString() == "file_bytes").GetProperty("used").GetInt64();
    }
}
