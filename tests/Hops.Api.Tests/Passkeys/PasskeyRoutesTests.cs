using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Hops.Api.Tests.Sessions;
using Hops.Platform.Tests.Passkeys;

namespace Hops.Api.Tests.Passkeys;

/// <summary>Passkeys over the wire, as a browser uses them.</summary>
public sealed class PasskeyRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_browser_signs_in_by_a_passkey_and_nothing_else()
    {
        using var user = await server.UserAsync("pk_web");
        using var device = DeviceOf(server);
        var added = await AddAsync(server, user, "pk_web", device);
        (added.Status, added.Body.GetProperty("name").GetString()).ShouldBe((201, "device"));
        using var browser = new Browser(server);

        var attempt = await AttemptAsync(browser, device);
        using var answer = await browser.AskAsync("POST", "/api/v1/passkey-sign-ins/completion", Signed(device, attempt));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        browser.Session.ShouldNotBeNull();
        using var me = await browser.AskAsync("GET", "/api/v1/me", null);
        (await me.Content.ReadAsStringAsync()).ShouldContain("\"user\":\"pk_web\"");
        (await user.SendAsync(HttpMethod.Get, "me/passkeys")).Body.GetProperty("items")[0].GetProperty("lastUsed").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_refused_passkey_sets_no_cookie_and_an_unknown_one_and_a_false_one_are_told_the_same()
    {
        using var user = await server.UserAsync("pk_false");
        using var known = DeviceOf(server);
        using var unknown = DeviceOf(server);
        await AddAsync(server, user, "pk_false", known);
        known.Origin = "http://localhost:1";
        unknown.UserHandle = known.UserHandle;
        var told = new List<string>();
        foreach (var device in new[] { known, unknown })
        {
            using var browser = new Browser(server);
            using var honest = DeviceOf(server);
            var attempt = await AttemptAsync(browser, honest);
            using var answer = await browser.AskAsync("POST", "/api/v1/passkey-sign-ins/completion", Signed(device, attempt));
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
            told.Add(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!);
        }

        told.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_page_at_another_address_is_told_where_passkeys_are_shown_and_the_host_header_says_nothing()
    {
        using var nobody = server.As(null);
        var there = await nobody.SendAsync(HttpMethod.Post, "passkey-sign-ins", new { origin = "http://127.0.0.1:" + server.Address.Port });
        there.Slug.ShouldBe("unsupported");
        there.Body.GetProperty("detail").GetString()!.ShouldContain($"http://localhost:{server.Address.Port}");

        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/passkey-sign-ins") { Content = System.Net.Http.Json.JsonContent.Create(new { origin = "http://localhost:1" }) };
        request.Headers.Host = "localhost:1";
        (await http.SendAsync(request)).IsSuccessStatusCode.ShouldBeFalse();
    }

    [Theory]
    [InlineData("clientData", "not base64url!")]
    [InlineData("attestation", "a")]
    [InlineData("name", "")]
    public async Task What_is_no_passkey_is_refused_at_its_field(string field, string value)
    {
        using var user = await server.UserAsync("pk_" + field.ToLowerInvariant());
        var body = new Dictionary<string, string> { ["name"] = "x", ["clientData"] = "AAAA", ["attestation"] = "AAAA", [field] = value };

        var answer = await user.SendAsync(HttpMethod.Post, "me/passkeys", body);

        (answer.Status, answer.Body.GetProperty("field").GetString()).ShouldBe((400, field), answer.Text);
    }

    [Fact]
    public async Task A_name_is_changed_and_what_is_not_there_is_not_found()
    {
        using var user = await server.UserAsync("pk_named");
        using var device = DeviceOf(server);
        var id = (await AddAsync(server, user, "pk_named", device)).Body.GetProperty("id").GetString();

        (await user.SendAsync(HttpMethod.Put, $"me/passkeys/{id}", new { name = "ring" })).Body.GetProperty("name").GetString().ShouldBe("ring");
        (await user.SendAsync(HttpMethod.Delete, $"me/passkeys/{id}")).Status.ShouldBe(204);

        foreach (var gone in new[] { id!, "nonsense", "-1", "0" })
            (await user.SendAsync(HttpMethod.Delete, $"me/passkeys/{gone}")).Status.ShouldBe(404);
        (await user.SendAsync(HttpMethod.Get, "me/passkeys")).Text.ShouldBe("""{"items":[],"nextCursor":null}""");
    }

    [Fact]
    public async Task An_administrator_takes_them_away()
    {
        using var user = await server.UserAsync("pk_reset");
        using var device = DeviceOf(server);
        await AddAsync(server, user, "pk_reset", device);
        using var administrator = server.As(server.AdministratorToken);

        (await administrator.SendAsync(HttpMethod.Delete, "users/pk_reset/passkeys")).Status.ShouldBe(204);

        (await administrator.SendAsync(HttpMethod.Delete, "users/pk_reset/passkeys")).Status.ShouldBe(409);
        (await user.SendAsync(HttpMethod.Get, "me")).Status.ShouldBe(401);
        (await administrator.SendAsync(HttpMethod.Get, "audit?limit=1000")).Text.ShouldContain("passkey.reset");
    }

    [Fact]
    public async Task The_export_of_a_person_tells_of_its_passkeys_and_not_their_keys()
    {
        using var user = await server.UserAsync("pk_export");
        using var device = DeviceOf(server);
        await AddAsync(server, user, "pk_export", device);

        var export = (await user.SendAsync(HttpMethod.Get, "me/data")).Text;

        var row = export.Split('\n').Single(line => line.Contains("\"passkeys\"", StringComparison.Ordinal));
        row.ShouldContain("\"name\":\"device\"");
        row.ShouldNotContain("public_key");
    }

    internal static SoftwareDevice DeviceOf(ApiServer server) => new("localhost", $"http://localhost:{server.Address.Port}");

    /// <summary>Adds the passkey of a device.</summary>
    internal static async Task<ApiAnswer> AddAsync(ApiServer server, ApiClient user, string name, SoftwareDevice device)
    {
        var origin = $"http://localhost:{server.Address.Port}";
        var wish = await user.SendAsync(HttpMethod.Post, "me/passkeys/wishes", new { origin, password = ApiServer.PasswordOf(name) });
        wish.Status.ShouldBe(200, wish.Text);
        var added = await user.SendAsync(HttpMethod.Post, "me/passkeys", Made(device, wish.Body, "device"));
        added.Status.ShouldBe(201, added.Text);
        return added;
    }

    /// <summary>The body that adds what a device makes.</summary>
    internal static object Made(SoftwareDevice device, JsonElement wish, string name)
    {
        var (client, attestation) = device.Make(BytesOf(wish, "challenge"), BytesOf(wish, "userHandle"));
        return new { name, clientData = Base64Url.EncodeToString(client), attestation = Base64Url.EncodeToString(attestation) };
    }

    /// <summary>The body that signs in by what a device signs.</summary>
    internal static object Signed(SoftwareDevice device, JsonElement attempt)
    {
        var (client, data, signature) = device.Sign(BytesOf(attempt, "challenge"));
        return new
        {
            attempt = attempt.GetProperty("attempt").GetString(),
            credential = Base64Url.EncodeToString(device.CredentialId),
            clientData = Base64Url.EncodeToString(client),
            authenticatorData = Base64Url.EncodeToString(data),
            signature = Base64Url.EncodeToString(signature),
            userHandle = Base64Url.EncodeToString(device.UserHandle),
        };
    }

    private static async Task<JsonElement> AttemptAsync(Browser browser, SoftwareDevice device)
    {
        using var answer = await browser.AskAsync("POST", "/api/v1/passkey-sign-ins", new { origin = device.Origin });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static byte[] BytesOf(JsonElement body, string name) => Base64Url.DecodeFromChars(body.GetProperty(name).GetString());
}
