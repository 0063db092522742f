namespace Hops.Core.Storage;

/// <summary>An open file of a <see cref="Disk"/>. Positioned reads and writes, safe from several threads on ranges that do not overlap.</summary>
public abstract class DiskFile : IDisposable
{
    /// <summary>The path by which it was opened.</summary>
    public abstract string Path { get; }

    /// <summary>Present length.</summary>
    public abstract long LengthBytes { get; }

    /// <summary>Reads up to the length of <paramref name="buffer"/> at an offset.</summary>
    /// <returns>Bytes read; fewer than asked only at the end of the file, 0 at or after it.</returns>
    public abstract int Read(Span<byte> buffer, long offset);

    /// <summary>Writes all bytes at an offset, growing the file as needed; not durable before <see cref="SyncData"/>.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Writes several buffers one after the other at an offset (gather write).</summary>
    public virtual void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        foreach (var buffer in buffers)
        {
            Write(buffer.Span, offset);
            offset += buffer.Length;
        }
    }

    /// <summary>Makes content and length durable (fdatasync). Does not return if it fails, see <see cref="Disk.SyncFailed"/>.</summary>
    public abstract void SyncData();

    /// <summary>Makes content and all metadata durable (fsync). Does not return if it fails, see <see cref="Disk.SyncFailed"/>.</summary>
    public abstract void Sync();

    /// <summary>Reserves room for a range without changing the length (fallocate with KEEP_SIZE), so that a later write cannot find the disk full.</summary>
    public abstract void Allocate(long offset, long lengthBytes);

    /// <summary>Cuts or extends (with zeros) the file.</summary>
    public abstract void SetLength(long lengthBytes);

    /// <summary>Takes an exclusive advisory lock on the whole file (flock), held until disposal or death of the process.</summary>
    /// <returns>False if another process holds it.</returns>
    public abstract bool TryLock();

    /// <summary>Fills the whole buffer.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public void ReadExactly(Span<byte> buffer, long offset)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = Read(buffer[filled..], offset + filled);
            if (read == 0)
                throw new EndOfStreamException($"{Path} ends at {offset + filled}, {buffer.Length - filled} bytes short");
            filled += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file; nothing is synced by it.</summary>
    protected abstract void Dispose(bool disposing);
}
