using System.Text.Json;

namespace Hops.Cli.Tests.Support;

/// <summary>Somebody at a terminal of their own: a home directory with a profile in it.</summary>
/// <param name="home">The directory.</param>
/// <param name="url">Server that is meant where none is named.</param>
internal sealed class Person(string home, Uri url)
{
    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>The home directory.</summary>
    public string Home => home;

    /// <summary>Where the profile is kept.</summary>
    public string ProfilePath => Path.Combine(home, ".config", "hops", "profiles.json");

    /// <summary>Runs a command to its end.</summary>
    public Task<HopsResult> RunAsync(params string[] arguments) => RunAsync("", NoVariables, arguments);

    /// <summary>Runs a command that reads <paramref name="input"/> from its standard input.</summary>
    public Task<HopsResult> TypeAsync(string input, params string[] arguments) => RunAsync(input, NoVariables, arguments);

    /// <summary>Runs a command with environment variables of its own.</summary>
    public Task<HopsResult> WithAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunAsync("", environment, arguments);

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        result.ExitCode.ShouldBe(ExitCode.Ok, result.Said);
        return result.Output;
    }

    /// <summary>Runs a command that must succeed and prints JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonElement.Parse(await DoAsync([.. arguments, "-o", "json"]));

    /// <summary>Runs a command that must fail.</summary>
    public async Task RefusedAsync(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        result.ExitCode.ShouldBe(exitCode, result.Said);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldNotBeEmpty();
    }

    /// <summary>Writes a file into the home directory.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        var path = Path.Combine(home, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Prepares a command that a test starts by itself, to send it a signal.</summary>
    public System.Diagnostics.ProcessStartInfo Prepare(params string[] arguments)
    {
        var start = HopsProgram.Prepare(home, arguments);
        start.Environment["HOPS_URL"] = url.ToString();
        return start;
    }

    private Task<HopsResult> RunAsync(string input, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = Prepare(arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return HopsProgram.RunAsync(start, input);
    }
}
