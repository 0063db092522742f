using System.Net;
using System.Text.Json;
using Hops.Api.Tests.Http;

namespace Hops.Api.Tests.Sessions;

/// <summary>A session that a browser keeps in a cookie.</summary>
public sealed class BrowserSessionTests(ApiServer server) : IClassFixture<ApiServer>
{
    /// <summary>What somebody does who is not signed in: a cookie changes nothing about it.</summary>
    private static readonly (string Method, string Path)[] Public =
    [
        ("POST", "/api/v1/sessions"), ("POST", "/api/v1/browser-session"), ("POST", "/api/v1/registrations"), ("POST", "/api/v1/registrations/confirmation"),
        ("POST", "/api/v1/recoveries"), ("POST", "/api/v1/recoveries/completion"), ("POST", "/api/v1/email-confirmations"),
        ("POST", "/api/v1/passkey-sign-ins"), ("POST", "/api/v1/passkey-sign-ins/completion"),
        ("POST", "/api/v1/issuer-sign-ins"), ("POST", "/api/v1/issuer-sign-ins/completion"), ("POST", "/api/v1/issuer-sign-ins/code"),
    ];

    [Fact]
    public async Task Signing_in_leaves_a_cookie_that_no_script_and_no_other_site_gets()
    {
        using var user = await server.UserAsync("cookie_user");
        using var browser = new Browser(server);

        using var reply = await browser.AskAsync("POST", "/api/v1/browser-session", new { user = "cookie_user", password = ApiServer.PasswordOf("cookie_user") });

        reply.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await reply.Content.ReadAsStringAsync()).ShouldBeEmpty();
        var attributes = reply.Headers.GetValues("Set-Cookie").Single().Split("; ")[1..].Select(attribute => attribute.ToLowerInvariant());
        attributes.ShouldBe(["path=/", "samesite=strict", "httponly"], ignoreOrder: true);
        using var me = await browser.AskBareAsync("GET", "/api/v1/me");
        (await me.Content.ReadAsStringAsync()).ShouldContain("\"user\":\"cookie_user\"");
    }

    [Fact]
    public async Task A_wrong_password_leaves_none()
    {
        using var browser = new Browser(server);

        using var reply = await browser.AskAsync("POST", "/api/v1/browser-session", new { user = "admin", password = "not that one" });

        reply.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        reply.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task The_cookie_alone_changes_nothing_on_any_route()
    {
        using var user = await server.UserAsync("cookie_alone");
        using var browser = new Browser(server);
        await browser.SignInAsync("cookie_alone");
        var changes = BrowserTests.Changes(server).Where(change => !Public.Contains(change)).ToList();
        changes.Count.ShouldBeGreaterThan(25);

        foreach (var (method, path) in changes)
        {
            using var reply = await browser.AskBareAsync(method, path, method is "DELETE" ? null : new { });
            ((int)reply.StatusCode).ShouldBe(403, $"{method} {path}");
            (await reply.Content.ReadAsStringAsync()).ShouldContain("X-Hops-Request: 1");
        }
    }

    [Fact]
    public async Task With_the_header_a_page_of_ours_does_what_its_user_may()
    {
        using var user = await server.UserAsync("cookie_maker");
        using var browser = new Browser(server);
        await browser.SignInAsync("cookie_maker");

        using var made = await browser.AskAsync("POST", "/api/v1/projects", new { name = "cookies" }, ("Sec-Fetch-Site", "same-origin"));
        using var dataset = await browser.AskAsync("POST", "/api/v1/projects/cookies/datasets", new { name = "d" });
        using var upload = await browser.AskAsync("PUT", "/api/v1/projects/cookies/files/content?path=d/f", new { a = 1 });
        using var download = await browser.AskBareAsync("GET", "/api/v1/projects/cookies/files/content?path=d/f");

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        dataset.StatusCode.ShouldBe(HttpStatusCode.Created);
        upload.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await download.Content.ReadAsStringAsync()).ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData("POST", "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "Sec-Fetch-Site", "same-site")]
    [InlineData("POST", "Origin", "https://elsewhere.example")]
    [InlineData("POST", "Origin", "null")]
    [InlineData("GET", "Sec-Fetch-Site", "cross-site")]
    [InlineData("GET", "Sec-Fetch-Site", "same-site")]
    [InlineData("GET", "Origin", "https://elsewhere.example")]
    public async Task A_page_of_another_site_neither_changes_nor_reads_anything_by_it(string method, string header, string value)
    {
        using var browser = new Browser(server);
        browser.Cookies.Add(new Cookie("hops", server.AdministratorToken, "/", server.Address.Host));

        using var reply = await browser.AskAsync(method, "/api/v1/projects", method == "POST" ? new { name = "foreign" } : null, (header, value));

        reply.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("another site");
    }

    [Fact]
    public async Task A_header_of_authorization_decides_alone()
    {
        using var user = await server.UserAsync("cookie_other");
        using var browser = new Browser(server);
        await browser.SignInAsync("cookie_other");

        using var wrong = await browser.AskAsync("GET", "/api/v1/me", null, ("Authorization", "Bearer hps_wrong"));
        using var other = await browser.AskBareAsync("GET", "/api/v1/me", null, ("Authorization", $"Bearer {server.AdministratorToken}"));
        using var change = await browser.AskBareAsync("POST", "/api/v1/tokens", new { name = "t" }, ("Authorization", $"Bearer {server.AdministratorToken}"));

        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await other.Content.ReadAsStringAsync()).ShouldContain("\"user\":\"admin\"");
        change.StatusCode.ShouldBe(HttpStatusCode.Created, "a program says on purpose who it is: it needs no header besides");
    }

    [Fact]
    public async Task It_counts_for_rest_alone()
    {
        using var browser = new Browser(server);
        browser.Cookies.Add(new Cookie("hops", server.AdministratorToken, "/", server.Address.Host));

        using var me = await browser.AskAsync("GET", "/api/v1/me");
        using var files = await browser.AskAsync("GET", "/webhdfs/v1/?op=LISTSTATUS");
        using var health = await browser.AskAsync("GET", "/healthz");

        me.StatusCode.ShouldBe(HttpStatusCode.OK);
        files.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        JsonDocument.Parse(await health.Content.ReadAsStringAsync()).RootElement.GetProperty("findings").ValueKind.ShouldBe(JsonValueKind.Null, "as for nobody");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_takes_the_cookie_back()
    {
        using var user = await server.UserAsync("cookie_leaver");
        using var browser = new Browser(server);
        await browser.SignInAsync("cookie_leaver");
        using var kept = server.As(browser.Session);

        using var reply = await browser.AskAsync("DELETE", "/api/v1/browser-session");

        reply.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        browser.Session.ShouldBeNull();
        (await kept.SendAsync(HttpMethod.Get, "me")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_new_password_ends_those_of_other_browsers_and_a_disabled_user_has_none()
    {
        using var user = await server.UserAsync("cookie_changer");
        using var here = new Browser(server);
        using var there = new Browser(server);
        await here.SignInAsync("cookie_changer");
        await there.SignInAsync("cookie_changer");

        using var changed = await here.AskAsync(
            "PUT", "/api/v1/me/password", new { passwordNow = ApiServer.PasswordOf("cookie_changer"), passwordNext = "another long secret entirely" });
        changed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(here)).ShouldBe(200);
        (await StatusAsync(there)).ShouldBe(401);

        using var administrator = server.As(server.AdministratorToken);
        (await administrator.SendAsync(HttpMethod.Patch, "users/cookie_changer", new { isDisabled = true }, ifMatch: "*")).Status.ShouldBe(200);
        (await StatusAsync(here)).ShouldBe(401);
    }

    [Fact]
    public async Task Guesses_at_either_door_count_as_one_and_stand_in_the_audit_trail()
    {
        using var user = await server.UserAsync("cookie_guessed");
        using var browser = new Browser(server);
        using var nobody = server.As(null);
        var guess = new { user = "cookie_guessed", password = "not that one" };

        for (var failure = 1; failure <= 3; failure++)
            (await nobody.SendAsync(HttpMethod.Post, "sessions", guess)).Status.ShouldBe(401);
        for (var failure = 4; failure <= 6; failure++)
        {
            using var reply = await browser.AskAsync("POST", "/api/v1/browser-session", guess);
            ((int)reply.StatusCode).ShouldBe(failure == 6 ? 429 : 401, $"{failure}");
            (reply.Headers.RetryAfter is not null).ShouldBe(failure == 6);
        }

        using var administrator = server.As(server.AdministratorToken);
        var trail = await administrator.SendAsync(HttpMethod.Get, "audit?limit=1000");
        trail.Body.GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("action").GetString() == "session.create" && entry.GetProperty("target").GetString() == "cookie_guessed")
            .Count(entry => entry.GetProperty("outcome").GetString() == "unauthenticated").ShouldBe(1, "the first at once, the others as one entry with their number when the minute is over");
    }

    private static async Task<int> StatusAsync(Browser browser)
    {
        using var reply = await browser.AskAsync("GET", "/api/v1/me");
        return (int)reply.StatusCode;
    }
}
