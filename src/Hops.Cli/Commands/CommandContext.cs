using System.CommandLine;
using Hops.Cli.Output;
using Hops.Cli.Profiles;
using Hops.Client.Rest;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>What a user command works with: the profile in force, the client of its server, and the printer of its result.</summary>
internal sealed class CommandContext : IDisposable
{
    private readonly string? _project;

    public CommandContext(ParseResult arguments)
    {
        Profiles = new ProfileStore(Environment.GetEnvironmentVariable);
        Profile = Profiles.Current();
        if (arguments.GetValue(GlobalOptions.Url) is { } url)
            Profile = Profile with { Url = url, Token = url == Profile.Url ? Profile.Token : null };
        _project = arguments.GetValue(GlobalOptions.Project);
        Printer = new Printer(arguments.GetValue(GlobalOptions.Output));
        if (!Uri.TryCreate(Profile.Url, UriKind.Absolute, out var address))
            throw new PlatformException(ErrorCode.InvalidArgument, $"'{Profile.Url}' is not the address of a server.");
        Server = new PlatformClient(address, Profile.Token);
    }

    public ProfileStore Profiles { get; }

    public Profile Profile { get; }

    public Printer Printer { get; }

    public PlatformClient Server { get; }

    /// <summary>The project to work in, escaped for a route.</summary>
    /// <exception cref="PlatformException">None was named.</exception>
    public string Project => Uri.EscapeDataString(
        _project ?? Profile.Project ?? throw new PlatformException(
            ErrorCode.InvalidArgument, "Which project? Name it with --project, HOPS_PROJECT, or 'hops project use NAME'."));

    /// <summary>Route of something in the project; <paramref name="parts"/> are escaped here.</summary>
    public string InProject(params string[] parts) =>
        string.Join('/', parts.Select(Uri.EscapeDataString).Prepend($"projects/{Project}"));

    public void Dispose() => Server.Dispose();
}
