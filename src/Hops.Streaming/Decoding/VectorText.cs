using DuckDB.NET.Native;

namespace Hops.Streaming.Decoding;

/// <summary>Writes texts that are not part of a record, which their vector has to keep.</summary>
internal static unsafe class VectorText
{
    /// <summary>Writes a text; DuckDB copies it into memory that lives as long as the values of the vector.</summary>
    /// <param name="slot">The vector.</param>
    /// <param name="row">Its row.</param>
    /// <param name="text">Bytes of valid UTF-8.</param>
    /// <param name="lengthBytes">How many.</param>
    public static void Write(in VectorSlot slot, long row, byte* text, int lengthBytes)
    {
        if (lengthBytes <= StringCell.InlineMax)
            StringCell.WriteBytes(slot.Data + (row * StringCell.LengthBytes), text, lengthBytes);
        else
            NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(slot.Vector, (ulong)row, text, lengthBytes);
    }
}
