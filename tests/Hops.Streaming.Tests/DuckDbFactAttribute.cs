using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Tests;

/// <summary>A test that needs libduckdb.so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DuckDbFactAttribute : FactAttribute
{
    public DuckDbFactAttribute() => Skip = DuckDbRequirement.Skip;
}

/// <summary>A theory that needs libduckdb.so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DuckDbTheoryAttribute : TheoryAttribute
{
    public DuckDbTheoryAttribute() => Skip = DuckDbRequirement.Skip;
}

internal static class DuckDbRequirement
{
    public static string? Skip => DuckDbLibrary.IsAvailable ? null : "libduckdb.so does not load on this platform";
}
