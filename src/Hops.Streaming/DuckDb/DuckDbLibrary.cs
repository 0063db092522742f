using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>DuckDB's shared library, which lies beside the program in <c>runtimes/RID/native</c>, where DuckDB.NET.Bindings.Full brings it.</summary>
public static class DuckDbLibrary
{
    private static readonly Lazy<bool> Loads = new(() => NativeLibrary.TryLoad("duckdb", typeof(NativeMethods).Assembly, null, out _));

    /// <summary>True if the library loads: it is built for Linux with glibc on x64 and arm64.</summary>
    public static bool IsAvailable => Loads.Value;

    /// <summary>Version of the library, such as <c>v1.5.6</c>.</summary>
    public static string Version => NativeMethods.Startup.DuckDBLibraryVersion();
}
