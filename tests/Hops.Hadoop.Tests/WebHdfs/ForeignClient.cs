using System.Diagnostics;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>Runs a client of somebody else's and takes what it says.</summary>
internal static class ForeignClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>Hadoop, unpacked; null if it is not there.</summary>
    public static string? HadoopDirectory { get; } = Existing(Path.Combine(EnginesDirectory(), "hadoop-3.4.2"));

    /// <summary>The npm clients, installed; null if they are not.</summary>
    public static string? NpmDirectory { get; } = Existing(Path.Combine(RepositoryDirectory(), "tests", "clients", "node_modules", "webhdfs"));

    /// <summary>Runs to the end; output and errors together.</summary>
    public static async Task<(int Status, string Output)> RunAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string EnginesDirectory() =>
        Environment.GetEnvironmentVariable("ENGINES_DIR") is { Length: > 0 } directory ? directory
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "hops-engines");

    private static string RepositoryDirectory()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Hops.slnx")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    }

    private static string? Existing(string directory) => Directory.Exists(directory) ? directory : null;
}

/// <summary>A test that needs Hadoop's own client.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HadoopFactAttribute : FactAttribute
{
    public HadoopFactAttribute() =>
        Skip = ForeignClient.HadoopDirectory is null ? "Hadoop is not unpacked: run make test-tools, or set ENGINES_DIR." : null;
}

/// <summary>A test that needs the npm client.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() =>
        Skip = ForeignClient.NpmDirectory is null ? "npm webhdfs is not installed: run make test-tools." : null;
}

/// <summary>A test that needs curl.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CurlFactAttribute : FactAttribute
{
    public CurlFactAttribute() => Skip = File.Exists("/usr/bin/curl") ? null : "curl is not installed.";
}
