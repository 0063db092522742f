using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Hops.Net.Frames;

/// <summary>
/// Sends the responses of one connection in the order of their requests, whenever each is ready. A full queue holds up the reader of the
/// connection; a slow peer holds up the queue. Responses that are ready together leave in one flush.
/// </summary>
/// <param name="output">Output of the connection.</param>
/// <param name="pendingMax">How many responses may be pending: the depth of the pipeline.</param>
/// <param name="socket">
/// The socket below, if nothing (TLS) lies between it and the output: frames then go to the kernel from where they lie, without a copy
/// and without a change of threads, and nothing may be written to the output. Null to use the output.
/// </param>
public sealed class FrameSender(PipeWriter output, int pendingMax, Socket? socket = null)
{
    private const int FlushBytes = 256 * 1024;

    /// <summary>Buffers of one gathering send; the kernel takes at most 1,024.</summary>
    private const int GatherMax = 512;

    private readonly List<ArraySegment<byte>> _gathered = [];
    private readonly List<FrameBuilder> _sending = [];

    private readonly Channel<Task<FrameBuilder?>> _pending = Channel.CreateBounded<Task<FrameBuilder?>>(new BoundedChannelOptions(pendingMax)
    {
        SingleReader = true,
        SingleWriter = true,
        AllowSynchronousContinuations = true,
    });

    private long _unflushedBytes;

    /// <summary>Counts frames and parts that the peer took, for the idle watch.</summary>
    public long Progress { get; private set; }

    /// <summary>True while the next response in order is still being made.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Adds the response to the next request; a null frame means that there is none. Waits while the pipeline is full.</summary>
    /// <exception cref="IOException">The sending has ended; the response was dropped.</exception>
    public async ValueTask EnqueueAsync(Task<FrameBuilder?> frame, CancellationToken cancellationToken)
    {
        try
        {
            await _pending.Writer.WriteAsync(frame, cancellationToken);
        }
        catch (Exception ended) when (ended is ChannelClosedException or OperationCanceledException)
        {
            await DropAsync(frame);
            throw new IOException("The connection no longer takes responses.", ended);
        }
    }

    /// <summary>No more responses will come; <see cref="RunAsync"/> ends after the pending ones.</summary>
    public void Complete() => _pending.Writer.TryComplete();

    /// <summary>Sends until completion, or until a response fails or the peer is gone; then the remaining ones are awaited and dropped.</summary>
    /// <exception cref="Exception">What the making or the sending of a response threw.</exception>
    public async Task RunAsync()
    {
        try
        {
            await SendAsync();
        }
        finally
        {
            _pending.Writer.TryComplete();
            _sending.ForEach(frame => frame.Dispose());
            await DropAsync();
        }
    }

    private async Task SendAsync()
    {
        var reader = _pending.Reader;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out var pending))
            {
                if (!pending.IsCompleted && !await FlushAsync())
                {
                    await DropAsync(pending);
                    return;
                }

                IsWaiting = !pending.IsCompleted;
                var frame = await pending;
                IsWaiting = false;
                if (frame is not null && !await TakeAsync(frame))
                    return;
            }

            if (!await FlushAsync())
                return;
        }
    }

    /// <summary>Sends a frame, or keeps it to be sent together with the next ones; takes it over.</summary>
    private async ValueTask<bool> TakeAsync(FrameBuilder frame)
    {
        if (socket is null)
        {
            using (frame)
                return await WriteAsync(frame);
        }

        _sending.Add(frame);
        foreach (var segment in frame.Finish())
        {
            _gathered.Add(MemoryMarshal.TryGetArray(segment, out var array) ? array : segment.ToArray());
            _unflushedBytes += segment.Length;
        }

        return (_unflushedBytes < FlushBytes && _gathered.Count < GatherMax) || await FlushAsync();
    }

    private async ValueTask GatherAsync()
    {
        try
        {
            for (var first = 0; first < _gathered.Count; first += GatherMax)
                await socket!.SendAsync(_gathered.GetRange(first, Math.Min(GatherMax, _gathered.Count - first)), SocketFlags.None);
        }
        catch (SocketException gone)
        {
            throw new IOException("The peer is gone.", gone);
        }
        finally
        {
            foreach (var frame in _sending)
                frame.Dispose();
            _sending.Clear();
            _gathered.Clear();
        }
    }

    private async ValueTask<bool> WriteAsync(FrameBuilder frame)
    {
        foreach (var segment in frame.Finish())
        {
            for (var rest = segment; rest.Length > 0;)
            {
                var part = rest[..Math.Min(rest.Length, FlushBytes)];
                rest = rest[part.Length..];
                output.Write(part.Span);
                _unflushedBytes += part.Length;
                if (_unflushedBytes >= FlushBytes && !await FlushAsync())
                    return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> FlushAsync()
    {
        if (_unflushedBytes == 0)
            return true;
        _unflushedBytes = 0;
        Progress++;
        if (socket is not null)
        {
            await GatherAsync();
            Progress++;
            return true;
        }

        var result = await output.FlushAsync();
        Progress++;
        return !result.IsCompleted && !result.IsCanceled;
    }

    private async Task DropAsync()
    {
        while (_pending.Reader.TryRead(out var pending))
            await DropAsync(pending);
    }

    private static async Task DropAsync(Task<FrameBuilder?> pending)
    {
        await Task.WhenAny(pending);
        if (pending.IsCompletedSuccessfully)
            pending.Result?.Dispose();
        else
            _ = pending.Exception;
    }
}
