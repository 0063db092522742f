namespace Hops.Benchmarks;

/// <summary>The program as users start it, compiled ahead: not the copy of its assemblies that lies beside the benchmarks.</summary>
internal static class BuiltProgram
{
    internal static string Hops { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Hops.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "hops"));
}
