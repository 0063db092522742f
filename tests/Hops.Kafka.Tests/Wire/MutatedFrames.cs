namespace Hops.Kafka.Tests.Wire;

/// <summary>
/// Makes hostile frames of good ones: bits flipped, bytes replaced by those at which decoders stumble, lengths that promise more than there is, parts cut
/// off, doubled, and taken from other frames. The same seed makes the same frames.
/// </summary>
internal sealed class MutatedFrames(IReadOnlyList<byte[]> good, int seed)
{
    private const int LengthMaxBytes = 64 << 10;

    /// <summary>Lengths, counts and numbers of four bytes, and as varints, that have broken decoders before.</summary>
    private static readonly byte[][] Stumbling =
    [
        [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], [0, 0x10, 0, 0], [0, 0, 0xff, 0xff], [0x7f, 0xff], [0xff, 0xff], [0x80, 0],
        [0xff, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0xff, 0x7f], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80], [0x80, 0x80, 0x40], [0], [1], [0xff], [0x7f], [0x80],
    ];

    private readonly Random _random = new(seed);
    private byte[] _frame = new byte[LengthMaxBytes];

    /// <summary>The next frame; valid until the next call.</summary>
    public ArraySegment<byte> Next()
    {
        var from = good[_random.Next(good.Count)];
        var length = Math.Min(from.Length, LengthMaxBytes / 2);
        from.AsSpan(0, length).CopyTo(_frame);
        for (var changes = _random.Next(1, 5); changes > 0; changes--)
            length = Change(length);
        return new ArraySegment<byte>(_frame, 0, length);
    }

    private int Change(int length)
    {
        if (length == 0)
            return length;
        var at = _random.Next(length);
        switch (_random.Next(7))
        {
            case 0:
                _frame[at] ^= (byte)(1 << _random.Next(8));
                return length;
            case 1:
                _frame[at] = (byte)_random.Next(256);
                return length;
            case 2:
                var bytes = Stumbling[_random.Next(Stumbling.Length)];
                bytes.AsSpan(0, Math.Min(bytes.Length, length - at)).CopyTo(_frame.AsSpan(at));
                return length;
            case 3:
                return at;
            case 4:
                // What stood there moves back.
                var inserted = Stumbling[_random.Next(Stumbling.Length)];
                if (length + inserted.Length > LengthMaxBytes)
                    return length;
                _frame.AsSpan(at, length - at).CopyTo(_frame.AsSpan(at + inserted.Length));
                inserted.CopyTo(_frame.AsSpan(at));
                return length + inserted.Length;
            case 5:
                var doubled = Math.Min(_random.Next(1, 64), Math.Min(length - at, LengthMaxBytes - length));
                _frame.AsSpan(at, length - at).CopyTo(_frame.AsSpan(at + doubled));
                return length + doubled;
            default:
                var other = good[_random.Next(good.Count)];
                var tail = other.AsSpan(Math.Min(at, other.Length));
                tail = tail[..Math.Min(tail.Length, LengthMaxBytes - at)];
                tail.CopyTo(_frame.AsSpan(at));
                return at + tail.Length;
        }
    }
}
