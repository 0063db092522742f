using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Cli.Profiles;
using Hops.Client.Rest;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>What a user command works with: the profile in force, the client of its server, and the printer of its result.</summary>
internal sealed class CommandContext : IDisposable
{
    private const int PageLength = 1000;

    public CommandContext(ParseResult arguments)
    {
        Profiles = new ProfileStore(Environment.GetEnvironmentVariable);
        Profile = Profiles.Current(arguments.GetValue(GlobalOptions.Url));
        ProjectNamed = arguments.GetValue(GlobalOptions.Project);
        Printer = new Printer(arguments.GetValue(GlobalOptions.Output));
        Address = Uri.TryCreate(Profile.Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new PlatformException(ErrorCode.InvalidArgument, $"'{Profile.Url}' is not the address of a server.");
        Server = new PlatformClient(address, Profile.Token);
    }

    public ProfileStore Profiles { get; }

    public Profile Profile { get; }

    public Printer Printer { get; }

    /// <summary>Address of the server.</summary>
    public Uri Address { get; }

    public PlatformClient Server { get; }

    /// <summary>The project that the command line itself names, or null.</summary>
    public string? ProjectNamed { get; }

    /// <summary>Name of the project to work in.</summary>
    /// <exception cref="PlatformException">None was named.</exception>
    public string ProjectName => ProjectNamed ?? Profile.Project ?? throw new PlatformException(
        ErrorCode.InvalidArgument, "Which project? Name it with --project, HOPS_PROJECT, or 'hops project use NAME'.");

    /// <summary>What to do where the server does not know who asks.</summary>
    public string WhyUnknown => Profile.Token is null
        ? $"You are not signed in at {Profile.Url}: say 'hops login USER'."
        : Profiles.HasTokenOfEnvironment
            ? "The token in HOPS_TOKEN has ended, was revoked, or is one of another server: set another, or unset it and say 'hops login USER'."
            : $"Your session at {Profile.Url} has ended, or your account was disabled or deleted: sign in again with 'hops login USER'.";

    /// <summary>Route of something in the project; <paramref name="parts"/> are escaped here.</summary>
    public string InProject(params string[] parts) => Route(["projects", ProjectName, .. parts]);

    /// <summary>A route; its parts are escaped here.</summary>
    public static string Route(params string[] parts) => string.Join('/', parts.Select(Uri.EscapeDataString));

    /// <summary>Items of a list route, at most <paramref name="limit"/> of them.</summary>
    public IAsyncEnumerable<JsonElement> ListAsync(string route, int? limit, CancellationToken cancellationToken)
    {
        var separator = route.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var page = Math.Clamp(limit ?? PageLength, 1, PageLength);
        return Server.ListAsync(FormattableString.Invariant($"{route}{separator}limit={page}"), limit, cancellationToken);
    }

    /// <summary>Reads something.</summary>
    public async Task<JsonElement> GetAsync(string route, CancellationToken cancellationToken) =>
        (await Server.CallAsync(HttpMethod.Get, route, cancellationToken: cancellationToken)).Body;

    /// <summary>Makes something or acts on it.</summary>
    public async Task<JsonElement> PostAsync(string route, object? body, CancellationToken cancellationToken) =>
        (await Server.CallAsync(HttpMethod.Post, route, body, cancellationToken: cancellationToken)).Body;

    /// <summary>Deletes something that has no entity tag.</summary>
    public Task DeleteAsync(string route, CancellationToken cancellationToken) =>
        Server.CallAsync(HttpMethod.Delete, route, cancellationToken: cancellationToken);

    /// <summary>Changes or deletes something as it is now: reads its entity tag and sends it along.</summary>
    /// <exception cref="PlatformException"><c>PreconditionFailed</c>: somebody else changed it in between.</exception>
    public async Task<JsonElement> ChangeAsync(HttpMethod method, string route, object? body, CancellationToken cancellationToken)
    {
        var known = await Server.CallAsync(HttpMethod.Get, route, cancellationToken: cancellationToken);
        return (await Server.CallAsync(method, route, body, known.EntityTag, cancellationToken)).Body;
    }

    public void Dispose() => Server.Dispose();
}
