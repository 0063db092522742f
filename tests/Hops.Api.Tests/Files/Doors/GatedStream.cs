namespace Hops.Api.Tests.Files.Doors;

/// <summary>Content that pauses in the middle until it is told to go on.</summary>
/// <param name="beforeBytes">Bytes before the pause, and as many after it.</param>
internal sealed class GatedStream(int beforeBytes) : Stream
{
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sent;

    /// <summary>Completed when the first half was taken.</summary>
    public Task Paused => _paused.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void GoOn() => _goes.TrySetResult();

    /// <summary>The same without the pause.</summary>
    public GatedStream Running()
    {
        GoOn();
        return this;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sent == beforeBytes)
        {
            _paused.TrySetResult();
            await _goes.Task.WaitAsync(cancellationToken);
        }

        var half = _sent < beforeBytes ? beforeBytes - _sent : (2 * beforeBytes) - _sent;
        var count = Math.Min(buffer.Length, half);
        buffer.Span[..count].Clear();
        _sent += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
