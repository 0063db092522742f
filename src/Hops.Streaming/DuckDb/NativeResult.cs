using System.Runtime.InteropServices;

namespace Hops.Streaming.DuckDb;

/// <summary>Memory layout of <c>duckdb_result</c>; its public members are deprecated, only the address counts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public nint DeprecatedColumnCount;
    public nint DeprecatedRowCount;
    public nint DeprecatedRowsChanged;
    public nint DeprecatedColumns;
    public nint DeprecatedErrorMessage;
    public nint Internal;
}
