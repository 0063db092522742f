using System.Net;
using System.Text.Json;
using Hops.Api.Tests.Sessions;
using Hops.Platform;
using Hops.Platform.Identities;
using Microsoft.AspNetCore.WebUtilities;

namespace Hops.Api.Tests.Identities;

/// <summary>A server and three foreign issuers: one lets no newcomers in, one after an administrator has, one at once.</summary>
public sealed class ServerWithIssuers : IAsyncLifetime
{
    internal ApiServer Server { get; private set; } = null!;

    /// <summary>Issuer <c>sso</c>, closed.</summary>
    internal OpenIdProvider Closed { get; private set; } = null!;

    /// <summary>Issuer <c>partner</c>, by approval.</summary>
    internal OpenIdProvider Approval { get; private set; } = null!;

    /// <summary>Issuer <c>campus</c>, open.</summary>
    internal OpenIdProvider Open { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        (Closed, Approval, Open) = (await OpenIdProvider.StartAsync(), await OpenIdProvider.StartAsync(), await OpenIdProvider.StartAsync());
        Server = new ApiServer
        {
            Issuers = new Dictionary<string, IssuerOptions>(StringComparer.Ordinal)
            {
                ["sso"] = Of(Closed, RegistrationRule.Closed) with { DisplayName = "The Institute" },
                ["partner"] = Of(Approval, RegistrationRule.Approval),
                ["campus"] = Of(Open, RegistrationRule.Open),
            },
        };
        await Server.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        foreach (var provider in new[] { Closed, Approval, Open })
            await provider.DisposeAsync();
    }

    private static IssuerOptions Of(OpenIdProvider provider, RegistrationRule newcomers) => new()
    {
        Authority = provider.Address,
        ClientId = OpenIdProvider.ClientId,
        ClientSecret = OpenIdProvider.ClientSecret,
        Newcomers = newcomers,
        Timeout = TimeSpan.FromMinutes(1),
    };

    /// <summary>Links somebody of the first issuer with a user who is signed in with a browser.</summary>
    internal async Task<JsonElement> LinkAsync(Browser browser, string user, ProviderPerson person, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var arrival = await GoAsync(browser, Closed, person, "/api/v1/me/identities", new { issuer = "sso", password = ApiServer.PasswordOf(user) });
        return await JsonAsync(await browser.AskAsync("POST", "/api/v1/me/identities/completion", arrival.Answer("sso")), expected);
    }

    /// <summary>Sends a browser to an issuer and back.</summary>
    internal static Task<Arrival> EnterAsync(Browser browser, OpenIdProvider provider, string issuer, ProviderPerson? person, string? next = null) =>
        GoAsync(browser, provider, person, "/api/v1/issuer-sign-ins", new { issuer, next });

    /// <summary>The whole way.</summary>
    internal static async Task<HttpResponseMessage> SignInAsync(Browser browser, OpenIdProvider provider, string issuer, ProviderPerson? person, string? next = null)
    {
        var arrival = await EnterAsync(browser, provider, issuer, person, next);
        return await browser.AskAsync("POST", "/api/v1/issuer-sign-ins/completion", arrival.Answer(issuer));
    }

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage reply, HttpStatusCode expected)
    {
        using (reply)
        {
            var text = await reply.Content.ReadAsStringAsync();
            reply.StatusCode.ShouldBe(expected, text);
            return JsonElement.Parse(text);
        }
    }

    private static async Task<Arrival> GoAsync(Browser browser, OpenIdProvider provider, ProviderPerson? person, string route, object wish) =>
        await ArrivalAsync(provider, person, await JsonAsync(await browser.AskAsync("POST", route, wish), HttpStatusCode.OK));

    /// <summary>Goes where a visit leads, signs in there, and comes back.</summary>
    internal static async Task<Arrival> ArrivalAsync(OpenIdProvider provider, ProviderPerson? person, JsonElement visit)
    {
        provider.Person = person;
        using var there = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var reply = await there.GetAsync(new Uri(visit.GetProperty("address").GetString()!));
        var back = reply.Headers.Location ?? throw new InvalidOperationException(await reply.Content.ReadAsStringAsync());
        back.GetLeftPart(UriPartial.Path).ShouldBe(visit.GetProperty("returnTo").GetString());
        var query = QueryHelpers.ParseQuery(back.Query);
        string? One(string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
        return new Arrival(One("state")!, One("code"), One("iss"), One("error"));
    }
}

/// <summary>What an issuer has added to the address by which it sends people back.</summary>
internal sealed record Arrival(string State, string? Code, string? AnsweredBy, string? Error)
{
    /// <summary>As the page tells the server.</summary>
    internal object Answer(string issuer) => new { issuer, state = State, code = Code, answeredBy = AnsweredBy, error = Error };
}
