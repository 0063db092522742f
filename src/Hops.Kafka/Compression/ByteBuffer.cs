using System.Buffers;
using Hops.Core.Errors;

namespace Hops.Kafka.Compression;

/// <summary>Bytes that grow up to a bound, in memory of a pool. Dispose it once; its memory is not valid afterwards.</summary>
public sealed class ByteBuffer : IBufferWriter<byte>, IDisposable
{
    private readonly int _lengthMaxBytes;
    private readonly ArrayPool<byte> _pool;
    private byte[] _bytes;

    /// <param name="capacityBytes">Room to begin with.</param>
    /// <param name="lengthMaxBytes">Bound; going beyond it is refused with <c>TooLarge</c>.</param>
    /// <param name="pool">Where its memory comes from; null for the shared pool.</param>
    public ByteBuffer(int capacityBytes, int lengthMaxBytes = int.MaxValue, ArrayPool<byte>? pool = null)
    {
        _lengthMaxBytes = lengthMaxBytes;
        _pool = pool ?? ArrayPool<byte>.Shared;
        _bytes = _pool.Rent(Math.Clamp(capacityBytes, 16, Math.Max(16, lengthMaxBytes)));
    }

    /// <summary>Bytes written so far.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, LengthBytes);

    /// <summary>What was written, for changes in place.</summary>
    public Span<byte> Span => _bytes.AsSpan(0, LengthBytes);

    /// <summary>Bytes that may still be written before the bound.</summary>
    internal int RoomBytes => _lengthMaxBytes - LengthBytes;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - LengthBytes);
        if (count > _lengthMaxBytes - LengthBytes)
            throw TooLarge(_lengthMaxBytes);
        LengthBytes += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsMemory(LengthBytes);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsSpan(LengthBytes);
    }

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>Adds one byte, several times.</summary>
    public void Fill(byte value, int count)
    {
        GetSpan(count)[..count].Fill(value);
        Advance(count);
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear() => LengthBytes = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
            _pool.Return(bytes);
        LengthBytes = 0;
    }

    internal static PlatformException TooLarge(int lengthMaxBytes) =>
        new PlatformException(ErrorCode.TooLarge, $"The decompressed records are larger than {lengthMaxBytes} bytes; refused.").With("limit", lengthMaxBytes);

    private void Reserve(int count)
    {
        if (count <= _bytes.Length - LengthBytes)
            return;
        if (count > _lengthMaxBytes - LengthBytes + 16L)
            throw TooLarge(_lengthMaxBytes);
        var wanted = Math.Max((long)LengthBytes + count, Math.Min(_bytes.Length * 2L, _lengthMaxBytes));
        var grown = _pool.Rent((int)Math.Min(wanted, Array.MaxLength));
        _bytes.AsSpan(0, LengthBytes).CopyTo(grown);
        _pool.Return(_bytes);
        _bytes = grown;
    }
}
