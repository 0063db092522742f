using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Hops.Api.Tests.Identities;

/// <summary>
/// A foreign OpenID provider, OpenIddict, on a port of its own: it checks client, secret and PKCE as it does for anybody. Whoever is sent there is
/// <see cref="Person"/>; what its token endpoint answers can be forged on the way.
/// </summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    /// <summary>How it knows the server.</summary>
    internal const string ClientId = "hops";

    /// <summary>Secret of that client, with signs that have to be encoded.</summary>
    internal const string ClientSecret = "a secret: of the + client%";

    private const string TokenPath = "/token";
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "first" };
    private WebApplication _host = null!;

    /// <summary>Who signs in there; null for somebody who goes back without.</summary>
    internal ProviderPerson? Person { get; set; }

    /// <summary>Takes the ID token and gives another in its place; null for the true one.</summary>
    internal Func<string, string>? Forge { get; set; }

    /// <summary>The tokens that it has given out.</summary>
    internal List<string> Tokens { get; } = [];

    /// <summary>Its address.</summary>
    internal Uri Address { get; private set; } = null!;

    /// <summary>Key with which it signs.</summary>
    internal SigningCredentials Credentials => new(_key, SecurityAlgorithms.RsaSha256);

    internal static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict().AddServer(provider.Configure);
        provider._host = builder.Build();
        provider._host.Use(next => context => context.Request.Path == TokenPath ? provider.ForgeAsync(context, next) : next(context));
        provider._host.UseAuthentication();
        await provider._host.StartAsync();
        provider.Address = new Uri(provider._host.Urls.Single());
        return provider;
    }

    /// <summary>A token with what is in another, changed, and signed by whom one likes.</summary>
    /// <param name="token">The true one.</param>
    /// <param name="change">Changes what is in it.</param>
    /// <param name="credentials">Who signs; null for nobody.</param>
    internal static string Forged(string token, Action<JsonObject> change, SigningCredentials? credentials)
    {
        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]))!.AsObject();
        change(payload);
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return credentials is null ? handler.CreateToken(payload.ToJsonString()) : handler.CreateToken(payload.ToJsonString(), credentials);
    }

    /// <summary>Ends it: from then on nobody answers there.</summary>
    internal Task StopAsync() => _host.StopAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris(TokenPath[1..]);
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes("openid", "profile", "email");
        server.AddEphemeralEncryptionKey().AddSigningKey(_key);
        server.EnableDegradedMode();
        server.UseAspNetCore().DisableTransportSecurityRequirement();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || !new Uri(context.RedirectUri!).AbsolutePath.StartsWith("/sign-in/", StringComparison.Ordinal))
                context.Reject(OpenIddictConstants.Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.Request.ClientSecret != ClientSecret)
                context.Reject(OpenIddictConstants.Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (Person is { } person)
                context.SignIn(person.Principal());
            else
                context.Reject(OpenIddictConstants.Errors.AccessDenied, "The person has gone back.");
            return default;
        }));
    }

    private async Task ForgeAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        await next(context);
        context.Response.Body = body;
        var answer = JsonNode.Parse(copy.ToArray())!.AsObject();
        Tokens.AddRange(new[] { "id_token", "access_token" }.Select(name => answer[name]?.GetValue<string>()).OfType<string>());
        if (answer["id_token"]?.GetValue<string>() is { } token && Forge is { } forge)
            answer["id_token"] = forge(token);
        context.Response.ContentLength = null;
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}

/// <summary>Somebody whom the provider knows.</summary>
/// <param name="Subject">Never given to anybody else.</param>
/// <param name="UserName">Its name there.</param>
/// <param name="Email">Its address, as it says.</param>
/// <param name="Methods">What it has shown there (<c>amr</c>).</param>
internal sealed record ProviderPerson(string Subject, string UserName, string Email = "", params string[] Methods)
{
    internal ClaimsPrincipal Principal()
    {
        var identity = new ClaimsIdentity("provider");
        identity.AddClaim(new Claim(OpenIddictConstants.Claims.Subject, Subject));
        Add(identity, OpenIddictConstants.Claims.PreferredUsername, UserName);
        Add(identity, OpenIddictConstants.Claims.Email, Email);
        foreach (var method in Methods)
            Add(identity, OpenIddictConstants.Claims.AuthenticationMethodReference, method);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes("openid", "profile");
        return principal;
    }

    private static void Add(ClaimsIdentity identity, string type, string value)
    {
        if (value.Length > 0)
            identity.AddClaim(new Claim(type, value).SetDestinations(OpenIddictConstants.Destinations.IdentityToken));
    }
}
