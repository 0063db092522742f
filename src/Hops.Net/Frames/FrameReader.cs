using System.Buffers;
using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Net.Memory;

namespace Hops.Net.Frames;

/// <summary>
/// Cuts the input of a connection into frames: a big-endian signed 32-bit length, then so many bytes. Memory grows with what has really
/// arrived; what was announced is charged to the sender's account, and no byte of it is read before there is room. One reader at a time.
/// </summary>
/// <param name="input">Input of the connection.</param>
/// <param name="pool">Where the frames live.</param>
public sealed class FrameReader(PipeReader input, FramePool pool)
{
    private const int PrefixBytes = sizeof(int);
    private const int CapacityFirstBytes = 1 << 20;

    /// <summary>The largest frame that is accepted now; raised after authentication.</summary>
    public int LengthMaxBytes { get; set; } = 64 * 1024;

    /// <summary>Who is charged for each frame, as long as it announces to be, until its last reference is released; null for nobody.</summary>
    public MemoryAccount? Account { get; set; }

    /// <summary>Counts arrivals of bytes, for the idle watch.</summary>
    public long Progress { get; private set; }

    /// <summary>True after the length of a frame has come and before its last byte has.</summary>
    public bool IsInFrame { get; private set; }

    /// <summary>The next frame, owned by the caller; null at the end of the input.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c>: the announced length is negative or above the limit. <c>InvalidArgument</c>: the input ends within a frame.</exception>
    public async ValueTask<FrameBuffer?> ReadAsync(CancellationToken cancellationToken)
    {
        var length = await ReadPrefixAsync(cancellationToken);
        if (length is null)
            return null;
        if (length < 0 || length > LengthMaxBytes)
            throw new PlatformException(ErrorCode.TooLarge, $"A frame of {length} bytes was announced; at most {LengthMaxBytes} are accepted.");
        var frame = await BeginAsync(length.Value, cancellationToken);
        IsInFrame = true;
        frame = await FillAsync(frame, length.Value, cancellationToken);
        IsInFrame = false;
        return frame;
    }

    private async ValueTask<FrameBuffer> BeginAsync(int lengthBytes, CancellationToken cancellationToken)
    {
        var account = Account;
        if (account is not null)
            await account.ChargeAsync(lengthBytes, cancellationToken);
        try
        {
            var frame = await pool.RentAsync(Math.Min(lengthBytes, CapacityFirstBytes), cancellationToken);
            frame.Bear(account, lengthBytes);
            return frame;
        }
        catch
        {
            account?.Release(lengthBytes);
            throw;
        }
    }

    private async ValueTask<int?> ReadPrefixAsync(CancellationToken cancellationToken)
    {
        var (length, missing) = (0, PrefixBytes);
        while (true)
        {
            var result = await NextAsync(cancellationToken);
            var arrived = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, missing));
            (length, missing) = (Join(length, arrived), missing - (int)arrived.Length);

            // A part of it is taken out, too: who sends no more than that must not hold a block of the input.
            input.AdvanceTo(arrived.End);
            if (missing == 0)
                return length;
            if (result.IsCompleted)
                return missing == PrefixBytes ? null : throw Truncated();
        }
    }

    private async ValueTask<FrameBuffer> FillAsync(FrameBuffer frame, int lengthBytes, CancellationToken cancellationToken)
    {
        try
        {
            while (frame.LengthBytes < lengthBytes)
            {
                var result = await NextAsync(cancellationToken);
                var arrived = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, lengthBytes - frame.LengthBytes));
                if (arrived.IsEmpty && result.IsCompleted)
                    throw Truncated();
                var needed = frame.LengthBytes + (int)arrived.Length;
                if (needed > frame.Array.Length)
                    frame = await GrowAsync(frame, (int)Math.Min(lengthBytes, Math.Max(frame.Array.Length * 4L, needed)), cancellationToken);
                arrived.CopyTo(frame.Array.AsSpan(frame.LengthBytes));
                frame.LengthBytes = needed;
                input.AdvanceTo(arrived.End);
            }

            return frame;
        }
        catch
        {
            frame.Release();
            throw;
        }
    }

    private async ValueTask<ReadResult> NextAsync(CancellationToken cancellationToken)
    {
        var result = await input.ReadAsync(cancellationToken);
        Progress++;
        return result.IsCanceled ? throw new OperationCanceledException("The reading of the connection was stopped.") : result;
    }

    private async ValueTask<FrameBuffer> GrowAsync(FrameBuffer frame, int capacityBytes, CancellationToken cancellationToken)
    {
        var larger = await pool.RentAsync(capacityBytes, cancellationToken);
        frame.Memory.Span.CopyTo(larger.Array);
        larger.LengthBytes = frame.LengthBytes;
        frame.PassChargeTo(larger);
        frame.Release();
        return larger;
    }

    private static int Join(int high, ReadOnlySequence<byte> low)
    {
        foreach (var part in low)
        {
            foreach (var one in part.Span)
                high = (high << 8) | one;
        }

        return high;
    }

    private static PlatformException Truncated() => new(ErrorCode.InvalidArgument, "The connection ended within a frame.");
}
