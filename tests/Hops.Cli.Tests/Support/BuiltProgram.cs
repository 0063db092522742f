namespace Hops.Cli.Tests.Support;

/// <summary>
/// The program as users start it, compiled ahead, of the configuration that is tested or measured: it lies beside the folder of the caller's own
/// assembly, and is not the copy of its assemblies in there.
/// </summary>
internal static class BuiltProgram
{
    /// <summary>Path of the <c>hops</c> executable.</summary>
    public static string Hops { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Hops.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "hops"));
}
