using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>With a device that chromium plays, over its own protocol (CDP, WebAuthn). It shows passkeys at <c>localhost</c>, not at an IP address.</summary>
[Collection(WebServerGroup.Name)]
public sealed class PasskeyTests(WebServer server)
{
    private const string Me = "/api/v1/me";

    private Uri Local => new UriBuilder(server.Address) { Host = "localhost" }.Uri;

    [BrowserFact]
    public async Task Somebody_adds_a_passkey_signs_in_by_it_with_the_keyboard_alone_and_removes_it()
    {
        var user = await server.UserAsync();
        await server.VisitAsync(
            user,
            async visit =>
            {
                await PlugInAsync(visit.Page);
                await visit.OpenAsync("/account");
                await AddAsync(visit, user, "laptop");
                (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();

                visit.Expect(401, Me);

                // What the frame asks by itself may be under way as the session ends.
                visit.Expect(401, "/api/v1/me/inbox");
                visit.Expect(401, "/api/v1/price");
                await SignOutAsync(visit, user);
                (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
                await SignInAsync(visit);
                await Assertions.Expect(visit.Heading("Projects")).ToBeVisibleAsync();

                await visit.OpenAsync("/account");
                await Assertions.Expect(Row(visit, "laptop")).Not.ToContainTextAsync("never");
                await visit.Button("Rename laptop").ClickAsync();
                await visit.Dialog.GetByLabel("Name").FillAsync("old laptop");
                await visit.DialogButton("Rename").ClickAsync();
                await visit.Button("Remove old laptop").ClickAsync();
                (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
                await visit.DialogButton("Remove passkey").ClickAsync();
                await Assertions.Expect(visit.Page.GetByText("The passkey is removed.")).ToBeVisibleAsync();

                await SignOutAsync(visit, user);
                visit.Expect(401, "/api/v1/passkey-sign-ins/completion");
                await SignInAsync(visit);
                await Assertions.Expect(visit.Page.GetByText("This passkey does not sign in here")).ToBeVisibleAsync();
                (await visit.Page.Context.CookiesAsync()).ShouldBeEmpty();
            },
            at: Local);
    }

    [BrowserFact]
    public async Task A_wrong_password_is_said_at_its_field_and_a_device_has_one_passkey_of_a_user()
    {
        var user = await server.UserAsync();
        await server.VisitAsync(
            user,
            async visit =>
            {
                await PlugInAsync(visit.Page);
                await visit.OpenAsync("/account");
                visit.Expect(403, "/api/v1/me/passkeys/wishes");
                await visit.Button("Add passkey").ClickAsync();
                await visit.Dialog.GetByLabel("Password", new() { Exact = true }).FillAsync("certainly not this one");
                (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
                await visit.DialogButton("Continue").ClickAsync();
                await Assertions.Expect(visit.Dialog.GetByText("The present password is not right.")).ToBeVisibleAsync();
                await visit.DialogButton("Cancel").ClickAsync();
                await AddAsync(visit, user, "phone");

                await visit.Button("Add passkey").ClickAsync();
                await visit.Dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(user.Password);
                await visit.DialogButton("Continue").ClickAsync();
                await Assertions.Expect(visit.Dialog.GetByText("This device has a passkey of yours for this server.")).ToBeVisibleAsync();
            },
            at: Local);
    }

    [BrowserFact]
    public Task At_an_address_without_a_name_one_is_told_where_passkeys_are_shown() => server.VisitAsync(null, async visit =>
    {
        visit.Expect(401, Me);
        visit.Expect(501, "/api/v1/passkey-sign-ins");
        await visit.OpenAsync("/login");
        await visit.Button("Sign in with a passkey").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"Passkeys of this server are made and used at http://localhost:{server.Address.Port}")).ToBeVisibleAsync();
    });

    private static async Task AddAsync(Visit visit, Account user, string name)
    {
        await visit.Button("Add passkey").ClickAsync();
        await visit.Dialog.GetByLabel("Name").FillAsync(name);
        await visit.Dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(user.Password);
        await visit.DialogButton("Continue").ClickAsync();
        await Assertions.Expect(visit.Dialog).ToHaveCountAsync(0);
        await Assertions.Expect(Row(visit, name)).ToContainTextAsync("never");
    }

    private static ILocator Row(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    private static async Task SignOutAsync(Visit visit, Account user)
    {
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"{user.Name}: menu" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(Visit visit)
    {
        await visit.PressToAsync("Tab", visit.Button("Sign in with a passkey"));
        await visit.Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>A device that keeps passkeys, knows its user, and answers at once.</summary>
    private static async Task PlugInAsync(IPage page)
    {
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
