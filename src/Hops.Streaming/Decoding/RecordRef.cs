using System.Runtime.InteropServices;

namespace Hops.Streaming.Decoding;

/// <summary>Where one record lies in the buffer of its <see cref="SourceSlice"/>.</summary>
/// <param name="ValueOffset">First byte of the value.</param>
/// <param name="ValueLengthBytes">Bytes of the value; -1 if it is null (a tombstone).</param>
/// <param name="KeyOffset">First byte of the key.</param>
/// <param name="KeyLengthBytes">Bytes of the key; -1 if it is null.</param>
/// <param name="Offset">Offset in its partition.</param>
/// <param name="TimestampMs">Time of the record, milliseconds since the Unix epoch.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct RecordRef(
    int ValueOffset, int ValueLengthBytes, int KeyOffset, int KeyLengthBytes, long Offset, long TimestampMs)
{
    /// <summary>True if a buffer of so many bytes holds the key and the value.</summary>
    internal bool LiesIn(int bufferLengthBytes) =>
        (ValueLengthBytes < 0 || IsWithin(ValueOffset, ValueLengthBytes, bufferLengthBytes)) && (KeyLengthBytes < 0 || IsWithin(KeyOffset, KeyLengthBytes, bufferLengthBytes));

    private static bool IsWithin(int offset, int lengthBytes, int bufferLengthBytes) => offset >= 0 && offset <= bufferLengthBytes - lengthBytes;
}
