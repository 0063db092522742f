using System.Buffers;

namespace Hops.Client.Topics;

/// <summary>
/// The bytes of an answer. A large one lies in rented memory, which disposal returns; if nobody disposes it, the garbage collector takes it.
/// </summary>
internal sealed class ReceivedFrame : IDisposable
{
    private const int RentedFromBytes = 64 * 1024;

    private byte[]? _array;

    /// <param name="lengthBytes">Bytes of the frame, without its length prefix.</param>
    public ReceivedFrame(int lengthBytes)
    {
        LengthBytes = lengthBytes;
        _array = lengthBytes >= RentedFromBytes ? ArrayPool<byte>.Shared.Rent(lengthBytes) : new byte[lengthBytes];
    }

    /// <summary>Bytes of the frame.</summary>
    public int LengthBytes { get; }

    /// <summary>The memory; the frame is its first <see cref="LengthBytes"/> bytes.</summary>
    public byte[] Array => _array ?? throw new ObjectDisposedException(nameof(ReceivedFrame));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array && LengthBytes >= RentedFromBytes)
            ArrayPool<byte>.Shared.Return(array);
    }
}
