namespace Hops.Core.Storage;

/// <summary>A file of <see cref="RealDisk"/>: one file descriptor.</summary>
internal sealed class RealDiskFile(RealDisk disk, string path, int descriptor) : DiskFile
{
    private int _descriptor = descriptor;

    public override string Path => path;

    public override long LengthBytes
    {
        get
        {
            var end = Posix.Seek(Descriptor, 0, Posix.SeekEnd);
            return end >= 0 ? end : throw Posix.Failure("lseek", path);
        }
    }

    private int Descriptor => _descriptor >= 0 ? _descriptor : throw new ObjectDisposedException(path);

    public override unsafe int Read(Span<byte> buffer, long offset)
    {
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                var read = Posix.PRead(Descriptor, pointer, (nuint)buffer.Length, offset);
                if (read >= 0)
                    return (int)read;
                if (Posix.LastError != Posix.Interrupted)
                    throw Posix.Failure("pread", path);
            }
        }
    }

    public override unsafe void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* pointer = bytes)
        {
            var written = 0;
            while (written < bytes.Length)
            {
                var count = Posix.PWrite(Descriptor, pointer + written, (nuint)(bytes.Length - written), offset + written);
                if (count > 0)
                    written += (int)count;
                else if (count == 0 || Posix.LastError != Posix.Interrupted)
                    throw Posix.Failure("pwrite", path);
            }
        }
    }

    public override void SyncData() => Check(Posix.FDataSync(Descriptor), "fdatasync");

    public override void Sync() => Check(Posix.FSync(Descriptor), "fsync");

    public override void Allocate(long offset, long lengthBytes)
    {
        const int KeepSize = 1;
        if (disk.IsGrowthRefused)
            throw Disk.Full($"{path} is not to grow");
        if (Posix.FAllocate(Descriptor, KeepSize, offset, lengthBytes) != 0 && Posix.LastError != Posix.NotSupported)
            throw Posix.Failure("fallocate", path);
    }

    public override void SetLength(long lengthBytes)
    {
        if (Posix.FTruncate(Descriptor, lengthBytes) != 0)
            throw Posix.Failure("ftruncate", path);
    }

    public override bool TryLock()
    {
        const int ExclusiveNonBlocking = 2 | 4;
        if (Posix.FLock(Descriptor, ExclusiveNonBlocking) == 0)
            return true;
        return Posix.LastError == Posix.WouldBlock ? false : throw Posix.Failure("flock", path);
    }

    protected override void Dispose(bool disposing)
    {
        var closing = Interlocked.Exchange(ref _descriptor, -1);
        if (closing >= 0)
            _ = Posix.CloseFile(closing);
    }

    private void Check(int result, string call)
    {
        if (result == 0)
            return;
        var cause = Posix.Failure(call, path);
        disk.SyncFailed(path, cause);
        throw cause;
    }
}
