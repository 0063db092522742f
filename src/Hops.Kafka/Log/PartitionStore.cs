using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>
/// All partition logs under one directory: <c>DIR/&lt;topic-id&gt;/&lt;partition&gt;/&lt;base-offset&gt;.log</c>. One store per directory; the
/// caller holds the lock of the data directory. Which topics exist is said by the metadata database: the caller opens them one by one.
/// </summary>
public sealed class PartitionStore : IAsyncDisposable
{
    private readonly LogEnvironment _environment;
    private readonly CommitLoop _loop;
    private readonly string _directory;
    private readonly ConcurrentDictionary<PartitionId, Partition> _partitions = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _writing = Task.CompletedTask;
    private Task _maintaining = Task.CompletedTask;

    private PartitionStore(LogEnvironment environment, string directory)
    {
        _environment = environment;
        _directory = directory;
        _loop = new CommitLoop(environment);
    }

    /// <summary>Epoch of this broker as leader of all partitions: one more than at the last start.</summary>
    public int LeaderEpoch => _environment.LeaderEpoch;

    /// <summary>All open partitions.</summary>
    public IEnumerable<Partition> Partitions => _partitions.Values;

    internal CommitLoop Loop => _loop;

    /// <summary>Opens the store and starts its writer.</summary>
    /// <exception cref="PlatformException"><c>DataDirectoryUnusable</c>: the file of the leader epoch is damaged. <c>DiskFull</c>.</exception>
    public static PartitionStore Start(Disk disk, string directory, LogOptions options, TimeProvider time, ILogger<PartitionStore> logger)
    {
        var store = Open(disk, directory, options, time, logger);
        store._writing = Task.Factory.StartNew(
            () => store._loop.Run(store._stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        store._maintaining = store.MaintainAsync(store._stop.Token);
        return store;
    }

    /// <summary>Opens the store without a writer: a test runs the rounds itself.</summary>
    internal static PartitionStore Open(Disk disk, string directory, LogOptions options, TimeProvider time, ILogger logger)
    {
        if (!disk.DirectoryExists(directory))
        {
            disk.CreateDirectory(directory);
            disk.SyncDirectory(Path.GetDirectoryName(directory)!);
        }

        return new PartitionStore(new LogEnvironment(disk, options, time, logger, NextEpoch(disk, directory)), directory);
    }

    /// <summary>Opens a partition, recovering its log, or begins a new one.</summary>
    /// <exception cref="PlatformException"><c>Conflict</c>: it is open already.</exception>
    public Partition OpenPartition(PartitionId id, TopicSettings settings)
    {
        var directory = Path.Combine(TopicDirectory(id.TopicId), id.Partition.ToString(CultureInfo.InvariantCulture));
        if (_partitions.ContainsKey(id))
            throw new PlatformException(ErrorCode.Conflict, "The partition is open already.");
        var recovered = new Recovery(_environment, directory).Run();
        var partition = new Partition(_environment, _loop, id, directory, settings, recovered);
        return _partitions.TryAdd(id, partition)
            ? partition
            : throw new PlatformException(ErrorCode.Conflict, "The partition is open already.");
    }

    /// <summary>The open partition of that id; null if there is none.</summary>
    public Partition? Find(PartitionId id) => _partitions.GetValueOrDefault(id);

    /// <summary>Ends all partitions of a topic, waking their readers, and removes the files.</summary>
    public async Task DeleteTopicAsync(Guid topicId)
    {
        foreach (var partition in _partitions.Values.Where(partition => partition.Id.TopicId == topicId).ToArray())
        {
            if (_partitions.TryRemove(partition.Id, out _))
                await CloseAsync(partition, delete: true);
        }

        _environment.Disk.DeleteDirectory(TopicDirectory(topicId));
        _environment.Disk.SyncDirectory(_directory);
    }

    /// <summary>Ids of the topics that have files, so that the caller can remove those that the metadata no longer knows.</summary>
    public IReadOnlyList<Guid> TopicsOnDisk() =>
        [.. _environment.Disk.List(_directory).Select(name => Guid.TryParseExact(name, "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    /// <summary>Applies retention to all partitions and lets go of idle memory.</summary>
    public async Task MaintainOnceAsync()
    {
        foreach (var partition in _partitions.Values)
        {
            var command = new MaintainCommand(partition, _environment.NowMs);
            _loop.Add(command);
            await command.Done;
        }

        _environment.Chunks.Trim();
    }

    /// <summary>Takes no more, finishes what waits, saves all states and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var partition in _partitions.Values)
            await CloseAsync(partition, delete: false);
        _partitions.Clear();
        await _stop.CancelAsync();
        await _writing;
        await _maintaining;
        _stop.Dispose();
        _loop.Dispose();
    }

    private static int NextEpoch(Disk disk, string directory)
    {
        var path = Path.Combine(directory, "leader-epoch");
        var epoch = 0;
        if (disk.FileExists(path))
        {
            var saved = disk.ReadAll(path, 8);
            if (saved.Length != 8 || BinaryPrimitives.ReadUInt32BigEndian(saved.AsSpan(4)) != Crc32C.Compute(saved.AsSpan(0, 4)))
                throw new PlatformException(ErrorCode.DataDirectoryUnusable, "The file topics/leader-epoch is damaged; restore it from a backup.");
            epoch = BinaryPrimitives.ReadInt32BigEndian(saved) + 1;
        }

        var bytes = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(bytes, epoch);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Crc32C.Compute(bytes.AsSpan(0, 4)));
        disk.Replace(path, bytes);
        return epoch;
    }

    private string TopicDirectory(Guid topicId) => Path.Combine(_directory, topicId.ToString("N"));

    private async Task CloseAsync(Partition partition, bool delete)
    {
        var command = new CloseCommand(partition, delete);
        _loop.Add(command);
        if (_writing == Task.CompletedTask)
            while (_loop.RunRound())
            {
            }

        await command.Done;
    }

    private async Task MaintainAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_environment.Options.MaintenanceInterval, _environment.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await MaintainOnceAsync();
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
