using Hops.Cli.Tests.Support;
using Hops.Streaming.DuckDb;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>A test that starts the <c>hops</c> executable, whose runners need libduckdb.so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpineFactAttribute : FactAttribute
{
    public SpineFactAttribute() => Skip = SpineRequirement.Skip;
}

/// <summary>A theory that starts the <c>hops</c> executable, whose runners need libduckdb.so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpineTheoryAttribute : TheoryAttribute
{
    public SpineTheoryAttribute() => Skip = SpineRequirement.Skip;
}

internal static class SpineRequirement
{
    /// <summary>The executable.</summary>
    public static string Program => BuiltProgram.Hops;

    /// <summary>The checkout.</summary>
    public static string Root
    {
        get
        {
            var directory = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(directory, "Hops.slnx")))
                directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("Hops.slnx was not found above the test assembly");
            return directory;
        }
    }

    public static string? Skip =>
        !File.Exists(Program) ? $"{Program} is absent; run 'make build'"
        : !DuckDbLibrary.IsAvailable ? "libduckdb.so does not load on this platform"
        : null;
}
