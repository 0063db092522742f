using System.Net;
using System.Text.Json;

namespace Hops.Api.Tests.Sessions;

/// <summary>Where a user is signed in, over the wire.</summary>
public sealed class DeviceTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_browser_sees_itself_marked_and_signs_the_others_out()
    {
        using var user = await server.UserAsync("dev_user");
        using var browser = new Browser(server);
        using var other = new Browser(server);
        using var signedIn = await browser.AskAsync(
            "POST", "/api/v1/browser-session", new { user = "dev_user", password = ApiServer.PasswordOf("dev_user") }, ("User-Agent", "Firefox/150"));
        await other.SignInAsync("dev_user");

        var mine = (await ListAsync(browser)).Single(session => session.GetProperty("isCurrent").GetBoolean());
        using var ended = await browser.AskAsync("DELETE", "/api/v1/me/sessions");

        (mine.GetProperty("agent").GetString(), mine.GetProperty("from").GetString()).ShouldBe(("Firefox/150", "127.0.0.1"));
        mine.GetProperty("signedInBy").GetString().ShouldBe("password");
        mine.GetProperty("lastUsed").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(mine.GetProperty("created").GetDateTimeOffset());
        (await ended.Content.ReadAsStringAsync()).ShouldBe("""{"ended":2}""");
        (await ListAsync(browser)).Count.ShouldBe(1);
        using var refused = await other.AskAsync("GET", "/api/v1/me");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await user.SendAsync(HttpMethod.Get, "me")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task One_session_is_ended_by_its_id_and_only_once()
    {
        using var user = await server.UserAsync("dev_one");
        using var browser = new Browser(server);
        await browser.SignInAsync("dev_one");
        var others = (await ListAsync(browser)).Where(session => !session.GetProperty("isCurrent").GetBoolean()).Select(session => session.GetProperty("id").GetString()).ToList();

        using var ended = await browser.AskAsync("DELETE", $"/api/v1/me/sessions/{others.Single()}");
        using var again = await browser.AskAsync("DELETE", $"/api/v1/me/sessions/{others.Single()}");

        (ended.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NotFound));
        (await user.SendAsync(HttpMethod.Get, "me")).Status.ShouldBe(401);
    }

    private static async Task<List<JsonElement>> ListAsync(Browser browser)
    {
        using var reply = await browser.AskAsync("GET", "/api/v1/me/sessions");
        return [.. JsonElement.Parse(await reply.Content.ReadAsStringAsync()).GetProperty("items").EnumerateArray()];
    }
}
