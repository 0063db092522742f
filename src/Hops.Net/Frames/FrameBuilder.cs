using System.Buffers.Binary;

namespace Hops.Net.Frames;

/// <summary>
/// A frame being written: small parts are copied into rented chunks, large ones are referenced where they lie, and the length prefix is
/// filled in at the end. Not thread safe. Disposal returns the chunks and disposes what was handed to <see cref="Own"/>.
/// </summary>
/// <param name="pool">Where the chunks come from.</param>
public sealed class FrameBuilder(FramePool pool) : IDisposable
{
    private const int PrefixBytes = sizeof(int);
    private const int ChunkFirstBytes = 1024;
    private const int ChunkNextBytes = 16 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _segments = [];
    private readonly List<byte[]> _chunks = [];
    private readonly List<IDisposable> _owned = [];
    private byte[] _chunk = [];
    private int _segmentStart;
    private int _position;
    private long _closedBytes;

    /// <summary>Parts at least this long are referenced, not copied.</summary>
    public const int ReferencedMinBytes = 2048;

    /// <summary>Bytes written so far, the length prefix included.</summary>
    public long LengthBytes => _closedBytes + (_position - _segmentStart);

    /// <summary>Begins a frame with room for its length prefix.</summary>
    public FrameBuilder Begin()
    {
        Reserve(PrefixBytes).Clear();
        return this;
    }

    /// <summary>Room for exactly <paramref name="lengthBytes"/> bytes, which the caller fills at once.</summary>
    public Span<byte> Reserve(int lengthBytes)
    {
        if (_chunk.Length - _position < lengthBytes)
            NextChunk(lengthBytes);
        var span = _chunk.AsSpan(_position, lengthBytes);
        _position += lengthBytes;
        return span;
    }

    /// <summary>Appends bytes: referenced if they are many, so they must not change before disposal.</summary>
    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < ReferencedMinBytes)
        {
            bytes.Span.CopyTo(Reserve(bytes.Length));
            return;
        }

        CloseSegment();
        _segments.Add(bytes);
        _closedBytes += bytes.Length;
    }

    /// <summary>Disposes <paramref name="owner"/> together with this frame: for memory that was appended by reference.</summary>
    public void Own(IDisposable owner) => _owned.Add(owner);

    /// <summary>Fills in the length prefix and gives all segments of the frame in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Finish()
    {
        CloseSegment();
        BinaryPrimitives.WriteInt32BigEndian(_chunks[0], checked((int)(LengthBytes - PrefixBytes)));
        return _segments;
    }

    /// <summary>A copy of everything written, without finishing: for nested parts whose length comes first.</summary>
    public void CopyTo(FrameBuilder target)
    {
        CloseSegment();
        foreach (var segment in _segments)
            segment.Span.CopyTo(target.Reserve(segment.Length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var chunk in _chunks)
            pool.Return(chunk);
        _chunks.Clear();
        _segments.Clear();
        _chunk = [];
        foreach (var owner in _owned)
            owner.Dispose();
        _owned.Clear();
    }

    private void NextChunk(int lengthMinBytes)
    {
        CloseSegment();
        _chunk = pool.RentOutput(Math.Max(lengthMinBytes, _chunks.Count == 0 ? ChunkFirstBytes : ChunkNextBytes));
        _chunks.Add(_chunk);
        _position = 0;
        _segmentStart = 0;
    }

    private void CloseSegment()
    {
        if (_position == _segmentStart)
            return;
        _segments.Add(_chunk.AsMemory(_segmentStart, _position - _segmentStart));
        _closedBytes += _position - _segmentStart;
        _segmentStart = _position;
    }
}
