using Hops.Streaming.Decoding;

namespace Hops.Streaming.Tests.Decoding;

public sealed unsafe class ByteCursorTests
{
    [Fact]
    public void Numbers_of_every_length_are_read_with_and_without_bytes_behind_them()
    {
        for (var shift = 0; shift < 64; shift++)
        {
            foreach (var magnitude in (long[])[1L << shift, (1L << shift) - 1, -(1L << shift), -(1L << shift) - 1])
            {
                for (var behind = 0; behind <= 10; behind++)
                    Read(magnitude, behind, filler: 0xff);
                Read(magnitude, behind: 9, filler: 0);
            }
        }
    }

    private static void Read(long value, int behind, byte filler)
    {
        var bytes = Encode(value);
        byte[] buffer = [.. bytes, .. Enumerable.Repeat(filler, behind)];
        fixed (byte* start = buffer)
        {
            var cursor = new ByteCursor(start, start + buffer.Length);
            cursor.TryLong(out var read).ShouldBeTrue($"{value}, {behind} bytes behind");
            read.ShouldBe(value);
            (cursor.At - start).ShouldBe(bytes.Length);
        }
    }

    private static byte[] Encode(long value)
    {
        var bytes = new List<byte>();
        for (var bits = (ulong)(value << 1) ^ (ulong)(value >> 63); ; bits >>= 7)
        {
            bytes.Add((byte)(bits < 0x80 ? bits : bits | 0x80));
            if (bits < 0x80)
                return [.. bytes];
        }
    }
}
