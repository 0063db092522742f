using System.Runtime.InteropServices;

namespace Hops.Streaming.DuckDb;

/// <summary>Texts that DuckDB hands out.</summary>
internal static unsafe class NativeText
{
    /// <summary>A text that stays DuckDB's.</summary>
    public static string Read(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>A text that the caller must free.</summary>
    public static string Take(byte* text)
    {
        var copy = Read(text);
        NativeMethods.Free(text);
        return copy;
    }
}
