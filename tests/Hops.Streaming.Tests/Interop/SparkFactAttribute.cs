namespace Hops.Streaming.Tests.Interop;

/// <summary>A test that starts Apache Spark, which <c>make test-tools</c> unpacks.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SparkFactAttribute : FactAttribute
{
    private const string Version = "spark-4.1.1";

    public SparkFactAttribute() => Skip = DuckDbRequirement.Skip
        ?? (!File.Exists(Program) ? $"{Program} is absent: run make test-tools, or set ENGINES_DIR"
            : !OnPath("java") || !OnPath("python3") ? "Spark needs java and python3"
            : null);

    /// <summary>Runs a Python file in Spark.</summary>
    public static string Program { get; } = Path.Combine(Engines(), Version, "pyspark-run");

    private static string Engines()
    {
        if (Environment.GetEnvironmentVariable("ENGINES_DIR") is { Length: > 0 } engines)
            return engines;
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".cache");
        return Path.Combine(cache, "hops-engines");
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
