using System.Reflection;
using System.Runtime.InteropServices;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// Finds <c>libduckdb.so</c>: the path in the environment variable <c>HOPS_DUCKDB</c>, else <c>native/libduckdb.so</c> beside the program,
/// else <c>.tools/duckdb/libduckdb.so</c> of a source tree around the program, where <c>make native</c> puts it.
/// </summary>
public static class DuckDbLibrary
{
    private const string FileName = "libduckdb.so";
    private const int ParentsMax = 10;

    private static readonly Lazy<string?> Found = new(Find);
    private static int _registered;

    /// <summary>True if the library was found and loads.</summary>
    public static bool IsAvailable => Found.Value is { } path && NativeLibrary.TryLoad(path, out _);

    /// <summary>Path of the library, or null if there is none.</summary>
    public static string? LibraryPath => Found.Value;

    /// <summary>Version of the library, such as <c>v1.5.6</c>.</summary>
    public static unsafe string Version => NativeText.Read(NativeMethods.LibraryVersion());

    internal static void RegisterResolver()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0)
            NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, Resolve);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == NativeMethods.Library && Found.Value is { } path ? NativeLibrary.Load(path) : 0;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HOPS_DUCKDB") is { Length: > 0 } named)
            return named;
        var beside = Path.Combine(AppContext.BaseDirectory, "native", FileName);
        if (File.Exists(beside))
            return beside;
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        for (var parents = 0; directory is not null && parents < ParentsMax; parents++, directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, ".tools", "duckdb", FileName);
            if (File.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
