using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>An account from nothing: by mail, with a device, on two machines, and back when the password is forgotten.</summary>
[Collection(WebServerGroup.Name)]
[Trait("Speed", "Slow")]
public sealed class RegistrationTests(WebServer server)
{
    private const string Me = "/api/v1/me";
    private const string Session = "/api/v1/browser-session";
    private const string Password = "four words that fit";

    [BrowserFact]
    public async Task Somebody_registers_signs_in_with_a_device_and_signs_out_elsewhere()
    {
        await server.VisitAsync(null, async visit =>
        {
            visit.Expect(401, Me);
            await RegisterAsync(visit, "ada", "ada@example.org");
            await EnterAsync(visit, "ada", Password);
            var secret = await EnrolAsync(visit);
            await server.VisitAsync(null, async elsewhere =>
            {
                elsewhere.Expect(401, Me);
                elsewhere.Expect(401, Session);
                await EnterAsync(elsewhere, "ada", Password, secret);

                await SignOutOthersAsync(visit);
                await elsewhere.Page.ReloadAsync();
                await Assertions.Expect(elsewhere.Heading("Sign in")).ToBeVisibleAsync();
            });
        });
    }

    [BrowserFact]
    public async Task A_forgotten_password_is_set_anew_by_the_mailed_link_and_sessions_end()
    {
        await server.VisitAsync(null, async visit =>
        {
            visit.Expect(401, Me);
            visit.Expect(401, "/api/v1/me/inbox");
            await RegisterAsync(visit, "grace", "grace@example.org");
            await EnterAsync(visit, "grace", Password);
            await server.VisitAsync(null, async elsewhere =>
            {
                elsewhere.Expect(401, Me);
                await RecoverAsync(elsewhere, "grace@example.org", "five words that fit better");
                await EnterAsync(elsewhere, "grace", "five words that fit better");
            });
            await visit.Page.ReloadAsync();
            await Assertions.Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        });
    }

    private async Task RegisterAsync(Visit visit, string name, string email)
    {
        await visit.OpenAsync("/login");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Make one" }).ClickAsync();
        await visit.Page.GetByLabel("Address of mail").FillAsync(email);
        await visit.Button("Send link").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("A mail is on its way.")).ToBeVisibleAsync();

        await visit.OpenAsync(await server.Mails.LinkAsync(email, 1));
        new Uri(visit.Page.Url).Fragment.ShouldBeEmpty();
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await ChoosePasswordAsync(visit, Password);
        await visit.Button("Make account").ClickAsync();
        await Assertions.Expect(visit.Heading("Your account is made")).ToBeVisibleAsync();
    }

    private async Task RecoverAsync(Visit visit, string email, string password)
    {
        await visit.OpenAsync("/login");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "The password is forgotten" }).ClickAsync();
        await visit.Page.GetByLabel("Address of mail").FillAsync(email);
        await visit.Button("Send link").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("a mail is on its way")).ToBeVisibleAsync();

        await visit.OpenAsync(await server.Mails.LinkAsync(email, 2));
        new Uri(visit.Page.Url).Fragment.ShouldBeEmpty();
        await ChoosePasswordAsync(visit, password);
        await visit.Button("Set password").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("The password is changed, and all sessions have ended.")).ToBeVisibleAsync();
    }

    private static async Task ChoosePasswordAsync(Visit visit, string password)
    {
        await visit.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(password);
        await visit.Page.GetByLabel("New password, again").FillAsync(password);
    }

    /// <summary>Signs in; with a code of the step after this one where there is a device, for that of this step was used to set it up.</summary>
    private static async Task EnterAsync(Visit visit, string user, string password, string? secret = null)
    {
        await visit.OpenAsync("/login");
        await visit.Page.GetByLabel("User", new() { Exact = true }).FillAsync(user);
        await visit.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await visit.Button("Sign in").ClickAsync();
        if (secret is not null)
        {
            await visit.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(DeviceCode.Next(secret));
            await visit.Button("Sign in").ClickAsync();
        }

        await Assertions.Expect(visit.Heading("Projects")).ToBeVisibleAsync();
    }

    /// <summary>Sets up a device on the page of the account.</summary>
    private static async Task<string> EnrolAsync(Visit visit)
    {
        await visit.OpenAsync("/account");
        await visit.Button("Set up a device").ClickAsync();
        var secret = await DeviceCode.EnrolAsync(visit, Password);
        await Assertions.Expect(visit.Page.GetByText("10 recovery codes are left.")).ToBeVisibleAsync();
        return secret;
    }

    private static async Task SignOutOthersAsync(Visit visit)
    {
        await visit.OpenAsync("/account");
        var sessions = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Sessions" }).GetByRole(AriaRole.Table).GetByRole(AriaRole.Row);
        await Assertions.Expect(sessions).ToHaveCountAsync(3);
        await visit.Button("Sign out others").ClickAsync();
        await visit.DialogButton("Sign out").ClickAsync();
        await Assertions.Expect(sessions).ToHaveCountAsync(2);
        await Assertions.Expect(sessions.Last).ToContainTextAsync("this one");
    }
}
