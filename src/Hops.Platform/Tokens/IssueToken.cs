using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;

namespace Hops.Platform.Tokens;

/// <summary>Makes an API token: never more than the credential by which it is asked for.</summary>
public static class IssueToken
{
    private const int NameLengthMax = 100;

    /// <summary>As many as both limits can be together, and a page can hold.</summary>
    private const int ScanMax = 10_000;

    /// <summary>Makes a token.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Its user.</param>
    /// <param name="request">What it is to be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The text, shown only now, and the token.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>, <c>LimitExceeded</c>, <c>AccessDenied</c>, <c>NotFound</c>: the project.</exception>
    public static async Task<(string Text, Token Token)> RunAsync(
        HopsPlatform platform, Principal actor, TokenRequest request, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Credential, 0, actor.UserName));
        if (request.Name.Length is 0 or > NameLengthMax)
            throw Refusal("name", $"A token needs a name of 1 to {NameLengthMax} characters.");
        var lifetime = request.Lifetime ?? platform.Options.TokenLifetime;
        if (lifetime <= TimeSpan.Zero || lifetime > platform.Options.TokenLifetimeMax)
            throw Refusal("lifetime", $"A token lives at most {platform.Options.TokenLifetimeMax.TotalDays} days.");
        var scopes = request.Scopes & actor.Scopes;
        if (scopes == TokenScopes.None || scopes != request.Scopes)
            throw Refusal("scopes", "A token has at least one scope, and none that the credential at hand has not.");

        var made = TokenText.Make();
        var now = platform.Time.GetUtcNow();
        var token = new Token
        {
            UserId = actor.UserId,
            Id = made.Id,
            Kind = TokenKind.Api,
            SecretSha256 = made.SecretSha256,
            Name = request.Name,
            ProjectId = ProjectOf(platform, actor, request),
            Scopes = scopes,
            Created = now,
            Expires = now + lifetime,
        };
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var ended = await MakeRoomAsync(transaction, platform.Options, actor.UserId, TokenKind.Api);
                await transaction.InsertAsync(Token.Table, token);
                await HopsPlatform.AuditAsync(transaction, actor, token.ProjectId, "token.create", token.Id);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutTokens(ended).WithToken(token));
                return true;
            },
            cancellationToken);
        return (made.Text, token);
    }

    /// <summary>
    /// Removes expired tokens of a user and makes room for one more of a kind. Sessions and API tokens have limits of their own: of sessions
    /// the oldest end, so that the right password always signs in; of API tokens none is ended unasked.
    /// </summary>
    /// <returns>Ids of the removed ones.</returns>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: as many API tokens as there may be.</exception>
    internal static async Task<IReadOnlyList<string>> MakeRoomAsync(
        WriteTransaction transaction, PlatformOptions options, long userId, TokenKind kind)
    {
        var tokens = await transaction.ScanAsync(Token.Table, Key.Of(userId), null, ScanMax);
        var ended = tokens.Where(token => token.Expires <= transaction.Now).ToList();
        var rivals = tokens.Except(ended).Where(token => token.Kind == kind).OrderBy(token => token.Created).ToList();
        if (kind == TokenKind.Session)
            ended.AddRange(rivals.Take(Math.Max(0, rivals.Count + 1 - options.SessionsPerUserMax)));
        else if (rivals.Count >= options.TokensPerUserMax)
            throw new PlatformException(ErrorCode.LimitExceeded, "You have as many tokens as you may have: revoke one first.")
                .With("limit", options.TokensPerUserMax);

        foreach (var token in ended)
            await transaction.DeleteAsync(Token.Table, Key.Of(userId, token.Id));
        return ended.ConvertAll(token => token.Id);
    }

    private static long ProjectOf(HopsPlatform platform, Principal actor, TokenRequest request)
    {
        var project = request.Project is { } name ? platform.FindProject(actor, name) : null;
        if (project is not null && platform.Roster.Now.RoleOf(project.Row.Id, actor.UserId) == ProjectRole.None)
            throw Decision.Hide().Refuse(new Resource(ResourceKind.Project, project.Row.Id, project.Row.Name));
        return actor.ProjectId == 0 ? project?.Row.Id ?? 0 : actor.ProjectId;
    }

    private static PlatformException Refusal(string field, string message) =>
        new PlatformException(ErrorCode.InvalidArgument, message).With("field", field);
}

/// <summary>What an API token is to be.</summary>
/// <param name="Name">Name by which its user will know it.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Project">Project in which it acts as <c>project__user</c>, also for Kafka and WebHDFS; null for none in particular.</param>
/// <param name="Lifetime">How long it lives; null for the default.</param>
public sealed record TokenRequest(string Name, TokenScopes Scopes, string? Project, TimeSpan? Lifetime);
