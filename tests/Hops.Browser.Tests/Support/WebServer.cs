using System.Globalization;
using Hops.Cli.Tests.Support;
using Hops.EndToEnd.Tests.Platform;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Support;

/// <summary>One server with its pages, one browser, and as many users of both as tests ask for.</summary>
public sealed class WebServer : IAsyncLifetime
{
    private const float PatienceMs = 60_000;

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-browser-").FullName;
    private readonly Lazy<Task<Account>> _seeded;
    private ServerProcess? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Account? _administrator;
    private int _users;

    public WebServer() => _seeded = new Lazy<Task<Account>>(SeedAsync);

    /// <summary>Address of the pages.</summary>
    internal Uri Address => _server!.Http;

    /// <summary>The mails that it has sent.</summary>
    internal MailFolder Mails => new(Path.Combine(_directory, "data"));

    /// <summary>Address of the broker.</summary>
    internal string Kafka => _server!.Kafka;

    /// <summary>Who administers the platform.</summary>
    internal Account Administrator => _administrator!;

    public async Task InitializeAsync()
    {
        if (BrowserRequirement.Skip is not null)
            return;
        var data = Path.Combine(_directory, "data");
        _server = new ServerProcess(data, "Accounts:Registration=open");
        await _server.StartAsync();
        var once = (await File.ReadAllTextAsync(Path.Combine(data, "secrets", "initial-admin-password"))).Trim();
        _administrator = await Account.ChooseAsync(Address, "admin", once);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = BrowserRequirement.Chromium, Args = Arguments, Timeout = PatienceMs });
        Assertions.SetDefaultExpectTimeout(PatienceMs);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _administrator?.Rest.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Somebody nobody else is.</summary>
    internal async Task<Account> UserAsync()
    {
        var account = await InvitedAsync();
        return await Account.ChooseAsync(Address, account.Name, account.OneTimePassword);
    }

    /// <summary>Somebody who has not signed in yet, with a password that holds once.</summary>
    internal async Task<(string Name, string OneTimePassword)> InvitedAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"user{Interlocked.Increment(ref _users)}");
        var made = await _administrator!.Rest.CallAsync(HttpMethod.Post, "users", new { name });
        return (name, made.Body.GetProperty("oneTimePassword").GetString()!);
    }

    /// <summary>Somebody who owns a project with one of everything, which tests only look at.</summary>
    internal Task<Account> SeededAsync() => _seeded.Value;

    /// <summary>Lets somebody look at pages, and fails if the browser had anything to complain of.</summary>
    /// <param name="who">Who is signed in; null for nobody.</param>
    /// <param name="story">What is done.</param>
    /// <param name="look">How the pages are shown.</param>
    /// <param name="at">Address of the server; absent for this one.</param>
    internal async Task VisitAsync(Account? who, Func<Visit, Task> story, Look? look = null, Uri? at = null)
    {
        look ??= Look.Desktop;
        var address = (at ?? Address).ToString();
        await using var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            ColorScheme = look.Scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMs);
        if (who is not null)
            await context.AddCookiesAsync([new() { Name = "hops", Value = who.Token, Url = address, HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
        var visit = new Visit(await context.NewPageAsync());
        try
        {
            await story(visit);
        }
        catch
        {
            await visit.KeepPictureAsync();
            throw;
        }

        visit.Faults.ShouldBeEmpty();
    }

    private async Task<Account> SeedAsync()
    {
        var owner = await UserAsync();
        await Seed.PlantAsync(owner.Rest);
        await using var reader = await GroupMember.OpenAsync(this, owner, Seed.Values["project"], Seed.Values["group"]);
        await reader.CommitAsync(Seed.Values["topic"], 0, 0);
        return owner;
    }
}

/// <summary>The tests that share a server and a browser: all of them, one after the other, for both are one.</summary>
[CollectionDefinition(Name)]
public sealed class WebServerGroup : ICollectionFixture<WebServer>
{
    public const string Name = "web server";
}
