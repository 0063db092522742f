using System.Diagnostics;
using Hops.Streaming.DuckDb;

namespace Hops.Cli.Tests.Support;

/// <summary>The <c>hops</c> executable of the configuration that is tested.</summary>
internal static class HopsProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string Path => BuiltProgram.Hops;

    /// <summary>Prepares a process that finds its own files in <paramref name="home"/> and nothing of ours in its environment.</summary>
    public static ProcessStartInfo Prepare(string home, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HOPS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment.Remove("XDG_CONFIG_HOME");
        start.Environment["HOME"] = home;
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<HopsResult> RunAsync(ProcessStartInfo start, string input)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all of it.
        }

        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new HopsResult(string.Join(' ', start.ArgumentList), process.ExitCode, await output, await errors);
    }
}

/// <summary>How a command ended.</summary>
internal sealed record HopsResult(string Arguments, int ExitCode, string Output, string Errors)
{
    /// <summary>Everything, for messages of assertions.</summary>
    public string Said => $"hops {Arguments}\nexit code {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>A test whose server starts runners, which need libduckdb.so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EngineFactAttribute : FactAttribute
{
    public EngineFactAttribute() => Skip = DuckDbLibrary.IsAvailable ? null : "libduckdb.so does not load on this platform";
}
