using System.Net;
using System.Text.Json;
using Hops.Api.Tests.Sessions;
using OtpNet;

namespace Hops.Api.Tests.SecondFactors;

/// <summary>The second factor over the wire, as a program and as a browser use it.</summary>
public sealed class SecondFactorRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_sign_in_without_a_code_is_told_to_send_one_and_the_same_call_takes_it()
    {
        using var user = await server.UserAsync("tfa_rest");
        var (secret, _) = await EnrolAsync(user, "tfa_rest");
        using var nobody = server.As(null);
        var password = ApiServer.PasswordOf("tfa_rest");

        var asked = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "tfa_rest", password });
        var wrong = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "tfa_rest", password, code = "000000" });
        var right = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "tfa_rest", password, code = NextCode(secret) });

        (asked.Status, asked.Slug).ShouldBe((401, "second-factor-required"));
        asked.Response.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        (wrong.Status, wrong.Slug, wrong.Body.GetProperty("field").GetString()).ShouldBe((401, "unauthenticated", "code"));
        right.Status.ShouldBe(201, right.Text);
    }

    [Fact]
    public async Task A_browser_is_asked_for_it_too()
    {
        using var user = await server.UserAsync("tfa_web");
        var (_, codes) = await EnrolAsync(user, "tfa_web");
        using var browser = new Browser(server);
        var password = ApiServer.PasswordOf("tfa_web");

        using var asked = await browser.AskAsync("POST", "/api/v1/browser-session", new { user = "tfa_web", password });
        asked.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        asked.Headers.Contains("Set-Cookie").ShouldBeFalse();
        using var right = await browser.AskAsync("POST", "/api/v1/browser-session", new { user = "tfa_web", password, code = codes[0] });
        right.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        browser.Session.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_secret_is_shown_as_a_picture_once_and_never_described_again()
    {
        using var user = await server.UserAsync("tfa_seen");
        var begun = await user.SendAsync(HttpMethod.Post, "me/second-factor", new { password = ApiServer.PasswordOf("tfa_seen") });
        var picture = begun.Body.GetProperty("qrCode").GetString()!;

        var described = await user.SendAsync(HttpMethod.Get, "me/second-factor");

        Convert.FromBase64String(picture["data:image/png;base64,".Length..])[1..4].ShouldBe("PNG"u8.ToArray());
        described.Text.ShouldBe("""{"isOn":false,"since":null,"isRequired":false,"recoveryCodesLeft":0}""");
        begun.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task An_administrator_sees_who_has_one_and_takes_it_away()
    {
        using var user = await server.UserAsync("tfa_reset");
        await EnrolAsync(user, "tfa_reset");
        using var administrator = server.As(server.AdministratorToken);
        (await administrator.SendAsync(HttpMethod.Get, "users/tfa_reset")).Body.GetProperty("hasSecondFactor").GetBoolean().ShouldBeTrue();

        (await administrator.SendAsync(HttpMethod.Delete, "users/tfa_reset/second-factor")).Status.ShouldBe(204);

        (await administrator.SendAsync(HttpMethod.Delete, "users/tfa_reset/second-factor")).Status.ShouldBe(409);
        (await user.SendAsync(HttpMethod.Get, "me")).Status.ShouldBe(401);
        (await administrator.SendAsync(HttpMethod.Get, "audit?limit=1000")).Text.ShouldContain("second-factor.reset");
    }

    private static async Task<(string Secret, IReadOnlyList<string> Codes)> EnrolAsync(ApiClient user, string name)
    {
        var begun = await user.SendAsync(HttpMethod.Post, "me/second-factor", new { password = ApiServer.PasswordOf(name) });
        var secret = begun.Body.GetProperty("secret").GetString()!;
        var code = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp();
        var confirmed = await user.SendAsync(HttpMethod.Put, "me/second-factor", new { code });
        confirmed.Status.ShouldBe(200, confirmed.Text);
        return (secret, [.. confirmed.Body.GetProperty("recoveryCodes").EnumerateArray().Select(one => one.GetString()!)]);
    }

    /// <summary>The code of the step after this one, which is taken too: that of this one is used up.</summary>
    private static string NextCode(string secret) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30));
}
