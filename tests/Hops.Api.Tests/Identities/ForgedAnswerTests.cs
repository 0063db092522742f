using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hops.Api.Tests.Sessions;
using Microsoft.IdentityModel.Tokens;

namespace Hops.Api.Tests.Identities;

/// <summary>What an issuer, or somebody in its place, must not get away with. Each person here would be let in if the answer were true.</summary>
public sealed class ForgedAnswerTests(ServerWithIssuers lab) : IClassFixture<ServerWithIssuers>
{
    private const string Completion = "/api/v1/issuer-sign-ins/completion";

    private static readonly Dictionary<string, (Action<JsonObject> Change, string Fault)> Changes = new(StringComparer.Ordinal)
    {
        ["a nonce of another sign-in"] = (token => token["nonce"] = "another", "nonce"),
        ["no nonce"] = (token => token.Remove("nonce"), "nonce"),
        ["another issuer"] = (token => token["iss"] = "https://id.example.org/", "issuer"),
        ["another audience"] = (token => token["aud"] = "another", "audience"),
        ["two audiences and no party"] = (token => (token["aud"], token["azp"]) = (new JsonArray("hops", "another"), null), "audience"),
        ["another party"] = (token => token["azp"] = "another", "audience"),
        ["a time that is over"] = (token => token["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds(), "time"),
        ["no end"] = (token => token.Remove("exp"), "time"),
        ["a beginning that is to come"] = (token => token["nbf"] = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(), "time"),
        ["no subject"] = (token => token.Remove("sub"), "subject"),
        ["an empty subject"] = (token => token["sub"] = "", "subject"),
        ["a subject that is far too long"] = (token => token["sub"] = new string('s', 256), "subject"),
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_token_of_the_issuer_is_refused_with(string what) =>
        IsRefusedAsync(token => OpenIdProvider.Forged(token, Changes[what].Change, lab.Open.Credentials), Changes[what].Fault);

    [Fact]
    public Task A_token_that_nobody_has_signed() => IsRefusedAsync(token => OpenIdProvider.Forged(token, static _ => { }, null), "signature");

    [Fact]
    public async Task A_token_that_somebody_else_has_signed()
    {
        using var rsa = RSA.Create(2048);
        foreach (var id in new[] { "first", "another", null })
        {
            var key = new SigningCredentials(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)) { KeyId = id }, SecurityAlgorithms.RsaSha256);
            await IsRefusedAsync(token => OpenIdProvider.Forged(token, static _ => { }, key), "signature");
        }
    }

    [Fact]
    public Task A_token_that_is_signed_by_the_secret_of_the_client()
    {
        var key = new SymmetricSecurityKey(SHA256.HashData(Encoding.UTF8.GetBytes(OpenIdProvider.ClientSecret)));
        return IsRefusedAsync(token => OpenIdProvider.Forged(token, static _ => { }, new SigningCredentials(key, SecurityAlgorithms.HmacSha256)), "signature");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no token")]
    [InlineData("a.b.c")]
    public async Task What_is_no_token_at_all(string text)
    {
        using var browser = new Browser(lab.Server);
        lab.Open.Forge = _ => text;
        using var refused = await ServerWithIssuers.SignInAsync(browser, lab.Open, "campus", new ProviderPerson("sub-forged", "forged"));
        lab.Open.Forge = null;
        (refused.StatusCode, browser.Session).ShouldBe((HttpStatusCode.Unauthorized, null));
    }

    [Fact]
    public async Task An_answer_is_taken_once_and_by_the_browser_alone_that_has_begun()
    {
        var person = new ProviderPerson("sub-once", "once");
        using var browser = new Browser(lab.Server);
        using var thief = new Browser(lab.Server);
        var arrival = await ServerWithIssuers.EnterAsync(browser, lab.Open, "campus", person);
        var stolen = await ServerWithIssuers.EnterAsync(browser, lab.Open, "campus", person);
        var fresh = await ServerWithIssuers.EnterAsync(thief, lab.Open, "campus", person);

        using var byThief = await thief.AskAsync("POST", Completion, stolen.Answer("campus"));
        using var withOwnState = await thief.AskAsync("POST", Completion, (fresh with { Code = arrival.Code }).Answer("campus"));
        var again = await ServerWithIssuers.EnterAsync(browser, lab.Open, "campus", person);
        using var first = await browser.AskAsync("POST", Completion, again.Answer("campus"));
        using var second = await browser.AskAsync("POST", Completion, again.Answer("campus"));

        (byThief.StatusCode, withOwnState.StatusCode, thief.Session).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, null));
        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task An_answer_is_not_brought_to_another_issuer()
    {
        using var browser = new Browser(lab.Server);
        var arrival = await ServerWithIssuers.EnterAsync(browser, lab.Open, "campus", new ProviderPerson("sub-mixed", "mixed"));
        using var elsewhere = await browser.AskAsync("POST", Completion, arrival.Answer("sso"));
        var other = await ServerWithIssuers.EnterAsync(browser, lab.Open, "campus", new ProviderPerson("sub-mixed", "mixed"));
        using var otherIssuer = await browser.AskAsync("POST", Completion, (other with { AnsweredBy = lab.Closed.Address.AbsoluteUri }).Answer("campus"));
        (elsewhere.StatusCode, otherIssuer.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task A_link_is_completed_by_the_session_alone_that_has_begun_it_and_signs_nobody_in()
    {
        foreach (var name in new[] { "forge_victim", "forge_thief" })
            (await lab.Server.UserAsync(name)).Dispose();
        using var victim = new Browser(lab.Server);
        await victim.SignInAsync("forge_victim");
        using var thief = new Browser(lab.Server);
        await thief.SignInAsync("forge_thief");
        var visit = await ServerWithIssuers.JsonAsync(
            await thief.AskAsync("POST", "/api/v1/me/identities", new { issuer = "campus", password = ApiServer.PasswordOf("forge_thief") }), HttpStatusCode.OK);
        var state = visit.GetProperty("address").GetString()!.Split("state=")[1].Split('&')[0];

        using var linked = await victim.AskAsync("POST", "/api/v1/me/identities/completion", new { issuer = "campus", state, code = "any" });
        using var entered = await thief.AskAsync("POST", Completion, new { issuer = "campus", state, code = "any" });
        using var unproven = await victim.AskAsync("POST", "/api/v1/me/identities", new { issuer = "campus", password = "not this one" });

        (linked.StatusCode, entered.StatusCode, unproven.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task Who_goes_back_without_signing_in_there_is_told_so()
    {
        using var browser = new Browser(lab.Server);
        using var refused = await ServerWithIssuers.SignInAsync(browser, lab.Open, "campus", person: null);
        (refused.StatusCode, browser.Session).ShouldBe((HttpStatusCode.Forbidden, null));
    }

    [Fact]
    public async Task Neither_codes_nor_tokens_are_in_the_log_or_the_trail()
    {
        using var browser = new Browser(lab.Server);
        var arrival = await ServerWithIssuers.EnterAsync(browser, lab.Open, "campus", new ProviderPerson("sub-silent", "silent"));
        using var entered = await browser.AskAsync("POST", Completion, arrival.Answer("campus"));
        entered.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);

        var told = string.Join('\n', lab.Server.Log.Lines) + (await administrator.SendAsync(HttpMethod.Get, "audit?limit=1000")).Text;

        lab.Open.Tokens.ShouldNotBeEmpty();
        foreach (var secret in lab.Open.Tokens.Append(arrival.Code!).Append(arrival.State).Append(OpenIdProvider.ClientSecret))
            told.ShouldNotContain(secret);
    }

    private async Task IsRefusedAsync(Func<string, string> forge, string fault)
    {
        using var browser = new Browser(lab.Server);
        lab.Open.Forge = forge;
        var refused = await ServerWithIssuers.JsonAsync(
            await ServerWithIssuers.SignInAsync(browser, lab.Open, "campus", new ProviderPerson("sub-forged", "forged")), HttpStatusCode.Unauthorized);
        lab.Open.Forge = null;
        (refused.GetProperty("fault").GetString(), browser.Session).ShouldBe((fault, null));
    }
}
