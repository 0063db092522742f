using System.Diagnostics;
using System.Text;

namespace Hops.Kafka.Tests.Support;

/// <summary>Runs a foreign program and collects what it says.</summary>
public static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Reason to skip if a program is not installed; null if it is.</summary>
    public static string? Missing(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : $"{program} is not installed";

    /// <summary>Runs to the end, feeding <paramref name="input"/>.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="longest">How long it may run; null for a minute.</param>
    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, string input = "", TimeSpan? longest = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(longest ?? Patience);
        var output = ReadAsync(process.StandardOutput);
        var errors = ReadAsync(process.StandardError);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and its errors tell why.
        }

        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end: {await output}{await errors}", late);
        }

        return new ToolResult(process.ExitCode, await output, await errors);
    }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
            text.Append(line).Append('\n');
        return text.ToString();
    }
}

/// <summary>How a program ended.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output, after making sure that the program succeeded.</summary>
    public string Succeeded()
    {
        ExitCode.ShouldBe(0, Output + Errors);
        return Output;
    }
}
