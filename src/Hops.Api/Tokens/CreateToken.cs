using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Api.Sessions;
using Hops.Platform;
using Hops.Platform.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Tokens;

internal static class CreateToken
{
    internal static async Task<Created<NewTokenView>> RunAsync(
        HopsPlatform platform, ApiCall call, CreateTokenRequest request, CancellationToken cancellationToken)
    {
        var scopes = request.Scopes is null ? call.Actor.Scopes : ScopeText.Parse(request.Scopes);
        TimeSpan? lifetime = request.DaysValid is { } days ? TimeSpan.FromDays(Math.Clamp(days, 0, 100_000)) : null;
        var wish = new TokenRequest(request.Name, scopes, request.Project, lifetime);
        var (text, token) = await IssueToken.RunAsync(platform, call.Actor, wish, cancellationToken);
        return TypedResults.Created($"/api/v1/tokens/{token.Id}", new NewTokenView(text, TokenView.Of(platform, token)));
    }
}

/// <summary>An API token to be made.</summary>
/// <param name="Name">Name by which you will know it.</param>
/// <param name="Scopes">READ, WRITE, RUN, MANAGE; all of the caller's if absent.</param>
/// <param name="Project">Project in which it acts as <c>project__user</c>, also for Kafka and WebHDFS; none in particular if absent.</param>
/// <param name="DaysValid">Days until it ends, at most 365; 90 if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CreateTokenRequest(string Name, IReadOnlyList<string>? Scopes = null, string? Project = null, int? DaysValid = null);

/// <summary>A token that has just been made.</summary>
/// <param name="Token">The bearer token, shown only now.</param>
/// <param name="Description">What is kept of it.</param>
public sealed record NewTokenView(string Token, TokenView Description);

/// <summary>A session or API token, without its secret.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">SESSION or API.</param>
/// <param name="Name">Name given by its user; empty for a session.</param>
/// <param name="Project">Project that it is bound to, or null.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="LastUsed">When it was last used since the server started, or null.</param>
public sealed record TokenView(
    string Id, TokenKind Kind, string Name, string? Project, IReadOnlyList<string> Scopes, DateTimeOffset Created, DateTimeOffset Expires,
    DateTimeOffset? LastUsed)
{
    internal static TokenView Of(HopsPlatform platform, Token token) => new(
        token.Id, token.Kind, token.Name, platform.Roster.Now.Projects.GetValueOrDefault(token.ProjectId)?.Row.Name, ScopeText.Of(token.Scopes),
        token.Created, token.Expires, platform.Roster.LastUse(token.Id));
}
