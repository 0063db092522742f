using System.Diagnostics;
using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// One file of a partition's log: batches as they are on the wire, one after the other. Written by the writer only. Whoever uses the file,
/// the writer included, has acquired the segment: nobody else's file is closed by <see cref="OpenSegments"/>.
/// </summary>
/// <param name="environment">What the logs of the store have in common.</param>
/// <param name="directory">Directory of the partition.</param>
/// <param name="baseOffset">Its first offset.</param>
/// <param name="indexIntervalBytes">Interval of its index: that of the topic when it was made or opened, as in Apache Kafka.</param>
internal sealed class Segment(LogEnvironment environment, string directory, long baseOffset, int indexIntervalBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Disk _disk = environment.Disk;
    private DiskFile? _file;
    private SparseIndex? _index;
    private int _references = 1;
    private int _readableBytes;
    private bool _usedLately = true;
    private bool _isRetired;

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

    /// <summary>The file, opened when it is needed. The caller has acquired the segment, and uses the file no longer than that.</summary>
    public DiskFile File
    {
        get
        {
            try
            {
                return Opened();
            }
            catch (PlatformException refusal) when (refusal.Code == ErrorCode.Unavailable)
            {
                // The process may open no more: others of ours are closed first. Not under our lock, for theirs are taken there.
                environment.OpenSegments.CloseHalf();
                return Opened();
            }
        }
    }

    /// <summary>The indexes, read or rebuilt when first needed. The caller has acquired the segment.</summary>
    public SparseIndex Index
    {
        get
        {
            lock (_lock)
            {
                if (_index is not null)
                    return _index;
            }

            var loaded = SparseIndex.Load(_disk, IndexPath, TimeIndexPath, ReadableBytes, indexIntervalBytes) ?? Rebuild();
            lock (_lock)
                return _index ??= loaded;
        }
    }

    private string IndexPath => System.IO.Path.ChangeExtension(Path, ".index");

    private string TimeIndexPath => System.IO.Path.ChangeExtension(Path, ".timeindex");

    /// <summary>Name of a file of the segment that begins at an offset.</summary>
    public static string FileName(long baseOffset, string extension) => baseOffset.ToString("D20", CultureInfo.InvariantCulture) + extension;

    /// <summary>The offset at which the segment of a file begins, by the name of the file.</summary>
    /// <returns>False if it is not the name of a file of a segment with that extension.</returns>
    public static bool TryParseName(string name, string extension, out long baseOffset)
    {
        baseOffset = 0;
        return name.EndsWith(extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, name.Length - extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out baseOffset);
    }

    /// <summary>Where the segments in a directory begin, in the order in which the disk lists them.</summary>
    public static List<long> BasesIn(Disk disk, string directory)
    {
        var bases = new List<long>();
        foreach (var name in disk.List(directory))
        {
            if (TryParseName(name, ".log", out var baseOffset))
                bases.Add(baseOffset);
        }

        return bases;
    }

    /// <summary>Makes the file of a new, empty segment; its name is durable when the directory has been synced.</summary>
    public void Create()
    {
        lock (_lock)
        {
            _file = _disk.Open(Path, DiskMode.CreateNew);
            _index = new SparseIndex(indexIntervalBytes);
        }

        environment.OpenSegments.Opened(this);
    }

    /// <summary>Gives the indexes that recovery has rebuilt.</summary>
    public void Adopt(SparseIndex index)
    {
        lock (_lock)
            _index = index;
    }

    /// <summary>Gives the file, which is open already and gets the segment's name later, and its indexes.</summary>
    public void Adopt(DiskFile file, SparseIndex index)
    {
        lock (_lock)
            (_file, _index) = (file, index);
        environment.OpenSegments.Opened(this);
    }

    /// <summary>Keeps the file open until the last one who holds the segment lets go: its name is about to be another's. The caller has acquired it.</summary>
    public void Retire()
    {
        lock (_lock)
            _isRetired = true;
        _ = Index;
        _ = File;
    }

    /// <summary>Gives the indexes anew from the log itself, after they were found to be wrong. The caller has acquired the segment.</summary>
    public SparseIndex RebuildIndex()
    {
        var index = Rebuild();
        Adopt(index);
        return index;
    }

    /// <summary>Writes the indexes to their files, the largest timestamp last. The caller has acquired the segment.</summary>
    public void SaveIndex()
    {
        if (LargestTimestampBatch >= 0)
            Index.Seal(LargestTimestampMs, (int)(LargestTimestampBatch - baseOffset));
        Index.Save(_disk, IndexPath, TimeIndexPath);
    }

    /// <summary>Takes a reference where the segment cannot be gone: the writer's own, and recovery's.</summary>
    /// <returns>This segment; to be disposed once, as what <see cref="TryAcquire"/> took.</returns>
    public Segment Hold() => TryAcquire() ? this : throw new UnreachableException($"{Path} was removed while its partition was in use");

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
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
            _index = null;
        }

        environment.OpenSegments.Closed(this);
    }

    /// <summary>
    /// Removes the files. Readers keep reading while the file is open; those that hold the segment and open it only now find it gone, and
    /// have to bear a <see cref="FileNotFoundException"/>.
    /// </summary>
    public void Delete()
    {
        _disk.Delete(Path);
        _disk.Delete(IndexPath);
        _disk.Delete(TimeIndexPath);
        Dispose();
    }

    /// <summary>Closes the file, and drops the indexes of a segment that is full, if nobody uses them now nor has since the last call.</summary>
    public void Rest(bool isActive)
    {
        lock (_lock)
        {
            var isIdle = !Volatile.Read(ref _usedLately) && Volatile.Read(ref _references) == 1;
            Volatile.Write(ref _usedLately, false);
            if (!isIdle)
                return;
            _file?.Dispose();
            _file = null;
            if (!isActive)
                _index = null;
        }

        environment.OpenSegments.Closed(this);
    }

    /// <summary>Closes the file if nobody uses it now nor has since the last call.</summary>
    /// <returns>True if it is closed now.</returns>
    public bool TryCloseIdle()
    {
        lock (_lock)
        {
            if (_isRetired)
                return false;
            if (_file is not null && (Volatile.Read(ref _usedLately) || Volatile.Read(ref _references) != 1))
            {
                Volatile.Write(ref _usedLately, false);
                return false;
            }

            _file?.Dispose();
            _file = null;
            return true;
        }
    }

    private DiskFile Opened()
    {
        Volatile.Write(ref _usedLately, true);
        DiskFile file;
        lock (_lock)
        {
            if (_file is not null)
                return _file;
            file = _file = _disk.Open(Path, DiskMode.ReadWrite);
        }

        environment.OpenSegments.Opened(this);
        return file;
    }

    private SparseIndex Rebuild()
    {
        var index = new SparseIndex(indexIntervalBytes);
        using var scan = new SegmentScan(File, baseOffset, baseOffset, 0, ReadableBytes);
        var largest = long.MinValue;
        while (scan.TryNext(verify: true) || scan.TryResume(long.MaxValue))
        {
            largest = Math.Max(largest, scan.Header.MaxTimestamp);
            index.Add((int)(scan.Header.BaseOffset - baseOffset), scan.Position, largest);
        }

        return index;
    }
}
