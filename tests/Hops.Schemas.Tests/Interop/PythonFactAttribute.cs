using System.Diagnostics;
using System.IO.Compression;

namespace Hops.Schemas.Tests.Interop;

/// <summary>A test with Debian's Python and its Avro and Kafka libraries; skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    /// <param name="modules">Python modules that it needs beside those.</param>
    public PythonFactAttribute(params string[] modules) => Skip = Python.MissingOf(modules);
}

internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";
    private const string Probe = "import avro, fastavro, confluent_kafka.schema_registry.avro";

    private static readonly Lazy<string> WheelFolder = new(FindWheels);
    private static readonly Lazy<string> Lacking = new(FindLacking);
    private static readonly Lazy<string?> Reason = new(() => Check(Probe));

    /// <summary>Why it cannot be used, or null.</summary>
    /// <param name="modules">Python modules that are needed beside the usual ones.</param>
    public static string? MissingOf(string[] modules) => Reason.Value ?? (Array.Find(modules, module => Lacking.Value.Contains(module)) is { } lacking ? $"Python lacks {lacking}" : null);

    /// <summary>Folder with fastavro unpacked; empty if Python has it itself or nobody has.</summary>
    public static string Wheels => WheelFolder.Value;

    /// <summary>Runs a script of testdata and answers its output.</summary>
    public static async Task<string> RunAsync(string script, string input, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "testdata", script);
        var (exitCode, output, error) = await StartAsync([path, .. arguments], input);
        exitCode.ShouldBe(0, error);
        return output;
    }

    private static string? Check(string probe)
    {
        if (!File.Exists(Interpreter))
            return "there is no " + Interpreter;
        var code = Wheels.Length == 0 ? probe : $"import sys; sys.path.insert(0, '{Wheels}'); {probe}";
        var (exitCode, _, error) = StartAsync(["-c", code], "").GetAwaiter().GetResult();
        return exitCode == 0 ? null : "Python lacks a library: " + error.Trim().Split('\n')[^1];
    }

    /// <summary>Which of the modules that some tests need are not there, looked for once.</summary>
    private static string FindLacking()
    {
        const string Look =
            """
            import importlib
            for name in ("confluent_kafka.schema_registry.json_schema", "confluent_kafka.schema_registry.protobuf", "google.protobuf"):
                try:
                    importlib.import_module(name)
                except ImportError:
                    print(name)
            """;
        return StartAsync(["-c", Look], "").GetAwaiter().GetResult().Output;
    }

    private static string FindWheels()
    {
        var engines = Environment.GetEnvironmentVariable("ENGINES_DIR")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "hops-engines");
        var wheel = new[] { Path.Combine(engines, "wheels"), Path.Combine(engines, "..", "shared", "engines", "wheels"), SharedWheels() }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "fastavro-*.whl"))
            .FirstOrDefault();
        if (wheel == null)
            return "";
        var target = Path.Combine(AppContext.BaseDirectory, "wheels", Path.GetFileNameWithoutExtension(wheel));
        if (!Directory.Exists(target))
            ZipFile.ExtractToDirectory(wheel, target);
        return target;
    }

    /// <summary><c>shared/engines/wheels</c> beside the repository or above it.</summary>
    private static string SharedWheels()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var wheels = Path.Combine(folder.FullName, "shared", "engines", "wheels");
            if (Directory.Exists(wheels))
                return wheels;
        }
        return "";
    }

    private static async Task<(int ExitCode, string Output, string Error)> StartAsync(IReadOnlyList<string> arguments, string input)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var process = Process.Start(new ProcessStartInfo(Interpreter, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await output, await error);
    }
}
