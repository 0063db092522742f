using Hops.Api.Tests.Identities;
using Hops.Browser.Tests.Support;
using Hops.EndToEnd.Tests.Platform;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>Signing in by a foreign issuer: linked with an account, used, unlinked; and by somebody new.</summary>
[Collection(WebServerGroup.Name)]
[Trait("Speed", "Slow")]
public sealed class IssuerTests(WebServer server) : IAsyncLifetime
{
    private const string Me = "/api/v1/me";
    private const string Completion = "/api/v1/issuer-sign-ins/completion";

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-issuer-").FullName;
    private OpenIdProvider? _closed;
    private OpenIdProvider? _open;
    private ServerProcess? _server;
    private Account? _administrator;

    public async Task InitializeAsync()
    {
        if (BrowserRequirement.Skip is not null)
            return;
        (_closed, _open) = (await OpenIdProvider.StartAsync(), await OpenIdProvider.StartAsync());
        var secret = Path.Combine(_directory, "secret");
        await File.WriteAllTextAsync(secret, OpenIdProvider.ClientSecret + "\n");
        var data = Path.Combine(_directory, "data");
        _server = new ServerProcess(
            data,
            $"Issuers:sso:Authority={_closed.Address}", $"Issuers:sso:ClientId={OpenIdProvider.ClientId}", $"Issuers:sso:ClientSecretFile={secret}", "Issuers:sso:DisplayName=The Institute",
            "Issuers:sso:Timeout=1m", "Issuers:campus:Timeout=1m",
            $"Issuers:campus:Authority={_open.Address}", $"Issuers:campus:ClientId={OpenIdProvider.ClientId}", $"Issuers:campus:ClientSecretFile={secret}", "Issuers:campus:Newcomers=open");
        await _server.StartAsync();
        var once = (await File.ReadAllTextAsync(Path.Combine(data, "secrets", "initial-admin-password"))).Trim();
        _administrator = await Account.ChooseAsync(_server.Http, "admin", once);
    }

    public async Task DisposeAsync()
    {
        _administrator?.Rest.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        foreach (var provider in new[] { _closed, _open }.OfType<OpenIdProvider>())
            await provider.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [BrowserFact]
    public Task An_identity_is_linked_signs_in_and_is_unlinked() => server.VisitAsync(
        _administrator,
        async visit =>
        {
            _closed!.Person = new ProviderPerson("sub-admin", "root.of.the.institute");
            await visit.OpenAsync("/account");
            await visit.Button("Link The Institute").ClickAsync();
            await visit.Dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(_administrator!.Password);
            await visit.DialogButton("Continue").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("root.of.the.institute")).ToBeVisibleAsync();
            new Uri(visit.Page.Url).PathAndQuery.ShouldBe("/account");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();

            await server.VisitAsync(null, SignInElsewhereAsync, at: _server!.Http);

            await visit.Page.ReloadAsync();
            await visit.Button("Unlink The Institute root.of.the.institute").ClickAsync();
            await visit.Dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(_administrator.Password);
            await visit.DialogButton("Unlink").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("The identity is unlinked.")).ToBeVisibleAsync();

            await server.VisitAsync(null, RefusedElsewhereAsync, at: _server.Http);
        },
        at: _server?.Http);

    [BrowserFact]
    public Task Somebody_new_is_let_in_and_chooses_a_password_though_none_was_ever_given() => server.VisitAsync(
        null,
        async visit =>
        {
            visit.Expect(401, Me);
            _open!.Person = new ProviderPerson("sub-new", "Marie Curie");
            await visit.OpenAsync("/account");
            await visit.Button("Sign in with campus").ClickAsync();
            await Assertions.Expect(visit.Heading("Account")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("marie_curie", new() { Exact = true }).First).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByLabel("Present password")).ToHaveCountAsync(0);
            await visit.Page.GetByLabel("New password", new() { Exact = true }).FillAsync("a password of my very own");
            await visit.Page.GetByLabel("New password, again").FillAsync("a password of my very own");
            await visit.Button("Change password").ClickAsync();
            await Assertions.Expect(visit.Page.GetByLabel("Present password")).ToBeVisibleAsync();
        },
        at: _server?.Http);

    [BrowserFact]
    public Task Whoever_goes_back_there_and_whoever_opens_the_address_by_itself_is_told_what_to_do() => server.VisitAsync(
        null,
        async visit =>
        {
            visit.Expect(401, Me);
            visit.Expect(403, Completion);
            _open!.Person = null;
            await visit.OpenAsync("/login");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.Button("Sign in with campus").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("campus has not signed you in")).ToBeVisibleAsync();
            new Uri(visit.Page.Url).PathAndQuery.ShouldBe("/sign-in/campus");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();

            await visit.Page.ReloadAsync();
            await Assertions.Expect(visit.Heading("Nothing to complete")).ToBeVisibleAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
            await Assertions.Expect(visit.Button("Sign in with The Institute")).ToBeVisibleAsync();
        },
        at: _server?.Http);

    private static async Task SignInElsewhereAsync(Visit visit)
    {
        visit.Expect(401, Me);
        await visit.OpenAsync("/account");
        await visit.Button("Sign in with The Institute").ClickAsync();
        await Assertions.Expect(visit.Heading("Account")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("openid sso")).ToBeVisibleAsync();
        (await visit.Page.Context.CookiesAsync()).Select(cookie => (cookie.Name, cookie.HttpOnly)).ShouldBe([("hops", true)]);
    }

    private static async Task RefusedElsewhereAsync(Visit visit)
    {
        visit.Expect(401, Me);
        visit.Expect(403, Completion);
        await visit.OpenAsync("/login");
        await visit.Button("Sign in with The Institute").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("No account here is linked with this identity.")).ToBeVisibleAsync();
    }
}
