using System.Globalization;

namespace Hops.Kafka.Wire;

/// <summary>The first thing that is wrong with the bytes of a message: what, and where. <c>default</c> is none. Its text is made for who asks.</summary>
public readonly struct WireFault
{
    private readonly string? _what;
    private readonly long _number;
    private readonly int _position;
    private readonly int _remainingBytes;

    /// <param name="what">What is wrong; {0} stands for the number, {1} for the bytes that remain.</param>
    /// <param name="number">The number that is wrong, if one is.</param>
    /// <param name="position">Where it was found: bytes from the start of the frame.</param>
    /// <param name="remainingBytes">Bytes that the message has from there on.</param>
    internal WireFault(string what, long number, int position, int remainingBytes)
    {
        _what = what;
        _number = number;
        _position = position;
        _remainingBytes = remainingBytes;
    }

    /// <summary>True if nothing is wrong so far.</summary>
    public bool IsNone => _what is null;

    /// <summary>What is wrong and where, for people; empty if nothing is.</summary>
    public override string ToString() =>
        _what is null ? "" : string.Format(CultureInfo.InvariantCulture, _what + ", at byte {2}", _number, _remainingBytes, _position);
}
