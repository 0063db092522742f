using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class SignInTests(WebServer server)
{
    private const string Me = "/api/v1/me";
    private const string Session = "/api/v1/browser-session";

    [BrowserFact]
    public async Task Somebody_signs_in_and_out_with_the_keyboard_alone()
    {
        var user = await server.UserAsync();
        await server.VisitAsync(null, async visit =>
        {
            visit.Expect(401, Me);
            await visit.OpenAsync("/login");
            await visit.Page.Keyboard.TypeAsync(user.Name);
            await visit.Page.Keyboard.PressAsync("Tab");
            await visit.Page.Keyboard.TypeAsync(user.Password);
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Heading("Projects")).ToBeVisibleAsync();

            await visit.PressToAsync("Tab", visit.Page.GetByRole(AriaRole.Button, new() { Name = $"{user.Name}: menu" }));
            await visit.Page.Keyboard.PressAsync("Enter");
            var leave = visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" });
            await Assertions.Expect(leave).ToBeVisibleAsync();
            await visit.PressToAsync("ArrowDown", leave);
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
            (await visit.Page.Context.CookiesAsync()).ShouldBeEmpty();
        });
    }

    [BrowserFact]
    public async Task A_wrong_password_is_said_where_it_was_typed_and_nothing_is_kept()
    {
        var user = await server.UserAsync();
        await server.VisitAsync(null, async visit =>
        {
            visit.Expect(401, Me);
            visit.Expect(401, Session);
            await visit.OpenAsync("/login");
            await SignInAsync(visit, user.Name, "certainly not this one");
            await Assertions.Expect(visit.Page.GetByText("The user name or the password is not right.")).ToBeVisibleAsync();
            (await visit.Page.Context.CookiesAsync()).ShouldBeEmpty();
            await Assertions.Expect(visit.Page.GetByLabel("User", new() { Exact = true })).ToHaveValueAsync(user.Name);
        });
    }

    [BrowserFact]
    public async Task Who_was_given_a_password_chooses_another_before_anything_else()
    {
        var (name, once) = await server.InvitedAsync();
        await server.VisitAsync(null, async visit =>
        {
            visit.Expect(401, Me);
            await visit.OpenAsync("/projects/new");
            await SignInAsync(visit, name, once);
            await Assertions.Expect(visit.Heading("Choose your password")).ToBeVisibleAsync();
            await visit.Page.GetByLabel("Password that you were given").FillAsync(once);
            await visit.Page.GetByLabel("New password", new() { Exact = true }).FillAsync("a password of my very own");
            await visit.Page.GetByLabel("New password, again").FillAsync("a password of my very own");
            await visit.Button("Set password").ClickAsync();
            await Assertions.Expect(visit.Heading("New project")).ToBeVisibleAsync();
        });
    }

    [BrowserFact]
    public async Task An_expired_session_leads_through_the_sign_in_back_to_where_one_was()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/members");
            visit.Expect(401, Me);
            visit.Expect(401, $"/api/v1/projects/{project}");
            await user.EndSessionAsync();
            await visit.Page.ReloadAsync();
            await Assertions.Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
            await SignInAsync(visit, user.Name, user.Password);
            await Assertions.Expect(visit.Heading("Members")).ToBeVisibleAsync();
            new Uri(visit.Page.Url).AbsolutePath.ShouldBe($"/p/{project}/members");
        });
    }

    private static async Task SignInAsync(Visit visit, string user, string password)
    {
        await visit.Page.GetByLabel("User", new() { Exact = true }).FillAsync(user);
        await visit.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await visit.Button("Sign in").ClickAsync();
    }
}
