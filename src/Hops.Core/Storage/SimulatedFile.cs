namespace Hops.Core.Storage;

/// <summary>An open file of <see cref="SimulatedDisk"/>. Dead after a power cut.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, string path, SimulatedContent content, bool isWritable, int boot) : DiskFile
{
    private bool _isClosed;

    public override string Path => path;

    public override long LengthBytes => disk.Reading(this, () => content.LengthBytes);

    internal SimulatedContent Content => content;

    internal bool IsWritable => isWritable;

    /// <summary>Which start of the machine it was opened in.</summary>
    internal int Boot => boot;

    public override int Read(Span<byte> buffer, long offset)
    {
        lock (disk.Sync)
        {
            ThrowIfClosed();
            disk.ThrowIfDead(this);
            return content.Read(buffer, offset);
        }
    }

    public override void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        lock (disk.Sync)
        {
            ThrowIfClosed();
            disk.Write(this, bytes, offset);
        }
    }

    public override void SyncData() => disk.SyncFile(this);

    public override void Sync() => disk.SyncFile(this);

    public override void Allocate(long offset, long lengthBytes) => disk.Allocate(this, offset + lengthBytes);

    public override void SetLength(long lengthBytes) => disk.SetLength(this, lengthBytes);

    public override bool TryLock() => disk.Reading(this, () => ReferenceEquals(content.LockHolder ??= this, this));

    internal void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_isClosed, this);

    protected override void Dispose(bool disposing)
    {
        lock (disk.Sync)
        {
            if (!_isClosed)
                disk.Closed(boot);
            _isClosed = true;
            if (ReferenceEquals(content.LockHolder, this))
                content.LockHolder = null;
        }
    }
}
