using System.Globalization;
using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// One file of a partition's log: batches as they are on the wire, one after the other. Written by the writer only; read by anybody who
/// has acquired it, so that a file is never closed under a reader.
/// </summary>
internal sealed class Segment(Disk disk, string directory, long baseOffset) : IDisposable
{
    private readonly Lock _gate = new();
    private DiskFile? _file;
    private SparseIndex? _index;
    private int _references = 1;
    private int _readableBytes;
    private bool _usedLately = true;

    public long BaseOffset => baseOffset;

    public string Path { get; } = System.IO.Path.Combine(directory, FileName(baseOffset, ".log"));

    /// <summary>Bytes that readers may look at: whole batches, durable under <see cref="FlushMode.Commit"/>.</summary>
    public int ReadableBytes
    {
        get => Volatile.Read(ref _readableBytes);
        set => Volatile.Write(ref _readableBytes, value);
    }

    /// <summary>Bytes reserved on the disk. Writer only.</summary>
    public long AllocatedBytes { get; set; }

    /// <summary>When its first batch was appended, by our clock. Writer only.</summary>
    public long FirstAppendMs { get; set; } = -1;

    /// <summary>Largest timestamp of any record in it; -1 if there is none.</summary>
    public long LargestTimestampMs { get; set; } = -1;

    /// <summary>Base offset of the batch that has it.</summary>
    public long LargestTimestampBatch { get; set; } = -1;

    /// <summary>The file, opened when first needed.</summary>
    public DiskFile File
    {
        get
        {
            lock (_gate)
            {
                _usedLately = true;
                return _file ??= disk.Open(Path, DiskMode.ReadWrite);
            }
        }
    }

    /// <summary>The indexes, read or rebuilt when first needed.</summary>
    public SparseIndex Index
    {
        get
        {
            var file = File;
            lock (_gate)
                return _index ??= SparseIndex.Load(disk, IndexPath, TimeIndexPath, ReadableBytes) ?? Rebuild(file);
        }
    }

    private string IndexPath => System.IO.Path.ChangeExtension(Path, ".index");

    private string TimeIndexPath => System.IO.Path.ChangeExtension(Path, ".timeindex");

    /// <summary>Name of a file of the segment that begins at an offset.</summary>
    public static string FileName(long baseOffset, string extension) => baseOffset.ToString("D20", CultureInfo.InvariantCulture) + extension;

    /// <summary>Makes the file of a new, empty segment; its name is durable when the directory has been synced.</summary>
    public void Create()
    {
        lock (_gate)
        {
            _file = disk.Open(Path, DiskMode.CreateNew);
            _index = new SparseIndex();
        }
    }

    /// <summary>Gives the indexes that recovery has rebuilt.</summary>
    public void Adopt(SparseIndex index)
    {
        lock (_gate)
            _index = index;
    }

    /// <summary>Gives the indexes anew from the log itself, after they were found to be wrong.</summary>
    public SparseIndex RebuildIndex()
    {
        var index = Rebuild(File);
        Adopt(index);
        return index;
    }

    /// <summary>Writes the indexes to their files, the largest timestamp last.</summary>
    public void SaveIndex()
    {
        if (LargestTimestampBatch >= 0)
            Index.Seal(LargestTimestampMs, (int)(LargestTimestampBatch - baseOffset));
        Index.Save(disk, IndexPath, TimeIndexPath);
    }

    /// <summary>Takes a reference for a reader.</summary>
    /// <returns>False if the segment is gone.</returns>
    public bool TryAcquire()
    {
        var references = Volatile.Read(ref _references);
        while (references > 0)
        {
            var seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
                return true;
            references = seen;
        }

        return false;
    }

    /// <summary>Gives a reference back; the file is closed with the last one.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _references) > 0)
            return;
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>Removes the files. Readers that hold the segment keep reading.</summary>
    public void Delete()
    {
        disk.Delete(Path);
        disk.Delete(IndexPath);
        disk.Delete(TimeIndexPath);
        Dispose();
    }

    /// <summary>Closes the file and drops the indexes if nobody uses them now nor has since the last call. Never for the active segment.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            if (!_usedLately && Volatile.Read(ref _references) == 1)
            {
                _file?.Dispose();
                _file = null;
                _index = null;
            }

            _usedLately = false;
        }
    }

    private SparseIndex Rebuild(DiskFile file)
    {
        var index = new SparseIndex();
        using var scan = new SegmentScan(file, baseOffset, baseOffset, 0, ReadableBytes);
        var sinceEntryBytes = int.MaxValue;
        var largest = long.MinValue;
        while (scan.TryNext(verify: false))
        {
            largest = Math.Max(largest, scan.Header.MaxTimestamp);
            if (sinceEntryBytes > TopicSettings.Default.IndexIntervalBytes)
            {
                index.Add((int)(scan.Header.BaseOffset - baseOffset), scan.Position, largest);
                sinceEntryBytes = 0;
            }

            sinceEntryBytes += scan.Header.TotalBytes;
        }

        return index;
    }
}
