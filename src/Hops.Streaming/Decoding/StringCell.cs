using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Hops.Streaming.Decoding;

/// <summary>
/// DuckDB's <c>string_t</c>: a 4-byte length and up to 12 bytes inline, else a 4-byte prefix and a pointer. Long texts are not copied: the
/// pointer goes into the pinned input, which outlives the statement.
/// </summary>
internal static unsafe class StringCell
{
    public const int LengthBytes = 16;

    /// <summary>Most bytes that a cell holds itself.</summary>
    public const int InlineMax = 12;

    private const ulong HighBits = 0x8080_8080_8080_8080;

    /// <summary>Writes a text and checks that it is UTF-8, as DuckDB expects of every VARCHAR.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteText(byte* cell, byte* text, int lengthBytes)
    {
        var seen = WriteBytes(cell, text, lengthBytes);
        return (seen & HighBits) == 0 || Utf8.IsValid(new ReadOnlySpan<byte>(text, lengthBytes));
    }

    /// <summary>Writes bytes.</summary>
    /// <returns>All of them or-ed together if they lie inline; all bits set if they do not.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong WriteBytes(byte* cell, byte* bytes, int lengthBytes)
    {
        *(int*)cell = lengthBytes;
        if (lengthBytes > InlineMax)
        {
            *(uint*)(cell + 4) = *(uint*)bytes;
            *(byte**)(cell + 8) = bytes;
            return ulong.MaxValue;
        }
        // DuckDB compares whole cells, so unused bytes must be zero. Overlapping words avoid a loop.
        *(uint*)(cell + 4) = 0;
        *(ulong*)(cell + 8) = 0;
        var target = cell + 4;
        if (lengthBytes >= 8)
        {
            var (first, last) = (*(ulong*)bytes, *(ulong*)(bytes + lengthBytes - 8));
            *(ulong*)target = first;
            *(ulong*)(target + lengthBytes - 8) = last;
            return first | last;
        }
        if (lengthBytes >= 4)
        {
            var (first, last) = (*(uint*)bytes, *(uint*)(bytes + lengthBytes - 4));
            *(uint*)target = first;
            *(uint*)(target + lengthBytes - 4) = last;
            return first | last;
        }
        var seen = 0UL;
        for (var index = 0; index < lengthBytes; index++)
            seen |= target[index] = bytes[index];
        return seen;
    }

    /// <summary>One cell, to be written many times.</summary>
    public struct Content
    {
        /// <summary>Length and first four bytes.</summary>
        public ulong First;

        /// <summary>The other bytes, or where all of them are.</summary>
        public ulong Second;
    }
}
