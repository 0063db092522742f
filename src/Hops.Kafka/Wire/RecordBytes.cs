namespace Hops.Kafka.Wire;

/// <summary>
/// The value of a records field: null, or record batches in one or more pieces that lie elsewhere. It owns nothing: in a request the pieces
/// live as long as the frame; in a response as long as the response, which is disposed after it was sent if it is <see cref="IDisposable"/>.
/// </summary>
public readonly struct RecordBytes
{
    private readonly ReadOnlyMemory<byte> _single;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>>? _pieces;
    private readonly bool _isPresent;

    /// <param name="bytes">One piece.</param>
    public RecordBytes(ReadOnlyMemory<byte> bytes)
    {
        _single = bytes;
        _isPresent = true;
        LengthBytes = bytes.Length;
    }

    /// <param name="pieces">Pieces in order.</param>
    public RecordBytes(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        _pieces = pieces;
        _isPresent = true;
        var length = 0L;
        foreach (var piece in pieces)
            length += piece.Length;
        LengthBytes = checked((int)length);
    }

    /// <summary>Present, without any batch.</summary>
    public static RecordBytes Empty { get; } = new(ReadOnlyMemory<byte>.Empty);

    /// <summary>True for the null value, which is what <c>default</c> is.</summary>
    public bool IsNull => !_isPresent;

    /// <summary>Length of all pieces.</summary>
    public int LengthBytes { get; }

    /// <summary>How many pieces there are.</summary>
    public int PieceCount => _pieces?.Count ?? (_isPresent ? 1 : 0);

    /// <summary>A piece.</summary>
    public ReadOnlyMemory<byte> Piece(int index) => _pieces is null ? _single : _pieces[index];

    /// <summary>The bytes in one piece; copied only if they lie in several.</summary>
    public ReadOnlyMemory<byte> ToMemory()
    {
        if (_pieces is null)
            return _single;
        if (_pieces.Count == 1)
            return _pieces[0];
        var joined = new byte[LengthBytes];
        var position = 0;
        foreach (var piece in _pieces)
        {
            piece.CopyTo(joined.AsMemory(position));
            position += piece.Length;
        }

        return joined;
    }
}
