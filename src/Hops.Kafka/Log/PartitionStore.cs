using System.Collections.Concurrent;
using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Storage;
using Hops.Kafka.Log.Compaction;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>
/// All partition logs under one directory: <c>DIR/&lt;topic-id&gt;/&lt;partition&gt;/&lt;base-offset&gt;.log</c>. One store per directory; the
/// caller holds the lock of the data directory. Which topics exist is said by the metadata database: the caller opens them one by one.
/// </summary>
public sealed class PartitionStore : IAsyncDisposable
{
    /// <summary>Free memory of an idle store that is worth a collection, so that the process gives it back.</summary>
    private const long ReleaseBytes = 16L << 20;

    private readonly LogEnvironment _environment;
    private readonly CommitLoop _loop;
    private readonly string _directory;
    private readonly UnknownLogs _aside;
    private readonly ConcurrentDictionary<PartitionId, Partition> _partitions = new();
    private readonly Lock _opening = new();
    private readonly CompactionRounds _rounds;
    private readonly SemaphoreSlim _repairing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopCompacting = new();
    private Task _writing = Task.CompletedTask;
    private Task _maintaining = Task.CompletedTask;
    private Task _compacting = Task.CompletedTask;

    private PartitionStore(LogEnvironment environment, string directory)
    {
        _environment = environment;
        _directory = directory;
        _aside = new UnknownLogs(environment.Disk, directory);
        _loop = new CommitLoop(environment);
        _rounds = new CompactionRounds(this, environment);
    }

    /// <summary>All open partitions.</summary>
    public IEnumerable<Partition> Partitions => _partitions.Values;

    internal CommitLoop Loop => _loop;

    /// <summary>Opens the store and starts its writer.</summary>
    /// <param name="disk">Where the logs are.</param>
    /// <param name="directory">Their directory; its parent exists.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    /// <param name="leaderEpoch">Epoch of this broker as leader of all partitions: higher than at any start before.</param>
    /// <param name="health">Where damage is told; null for the log alone.</param>
    public static PartitionStore Start(
        Disk disk, string directory, LogOptions options, TimeProvider time, ILogger<PartitionStore> logger, int leaderEpoch, HealthBoard? health = null)
    {
        var store = Open(disk, directory, options, time, logger, leaderEpoch, health);
        NewestLeaderEpoch.Save(disk, directory, leaderEpoch, logger);
        store._writing = Task.Factory.StartNew(
            () => store._loop.Run(store._stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        store._maintaining = store.MaintainAsync(store._stop.Token);
        store._compacting = store._rounds.RunAsync(store._stopCompacting.Token);
        return store;
    }

    /// <summary>Opens the store without a writer: a test runs the rounds itself.</summary>
    internal static PartitionStore Open(
        Disk disk, string directory, LogOptions options, TimeProvider time, ILogger logger, int leaderEpoch, HealthBoard? health = null)
    {
        if (!disk.DirectoryExists(directory))
            disk.CreateDirectory(directory);
        disk.SyncDirectory(Path.GetDirectoryName(directory)!);
        return new PartitionStore(new LogEnvironment(disk, options, time, logger, leaderEpoch) { Health = health }, directory);
    }

    /// <summary>The partition of that id: open already, or recovered from its files, or new.</summary>
    /// <param name="id">Topic and number.</param>
    /// <param name="settings">Settings of the topic.</param>
    /// <param name="topicName">Name of the topic for the log and the health board; null for its id.</param>
    /// <param name="ownerId">Who has it: owners have turns at what is done in the background.</param>
    public Partition Open(PartitionId id, TopicSettings settings, string? topicName = null, long ownerId = 0)
    {
        if (_partitions.TryGetValue(id, out var open))
            return open;
        lock (_opening)
        {
            if (_partitions.TryGetValue(id, out open))
                return open;
            var label = string.Create(CultureInfo.InvariantCulture, $"topic {topicName ?? id.TopicId.ToString("N")} partition {id.Partition}");
            var place = new PartitionPlace(id, PartitionDirectory(id), label, ownerId);
            return _partitions[id] = Recovered(place, settings);
        }
    }

    /// <summary>The open partition of that id; null if there is none.</summary>
    public Partition? Find(PartitionId id) => _partitions.GetValueOrDefault(id);

    /// <summary>Ends all partitions of a topic, waking their readers, and removes the files; after a repair that is under way.</summary>
    public async Task DeleteTopicAsync(Guid topicId)
    {
        // A partition that is being repaired is closed, its files are being written, and when that is done it is another object.
        await _repairing.WaitAsync();
        try
        {
            await EndTopicAsync(topicId);
        }
        finally
        {
            _repairing.Release();
        }
    }

    /// <summary>Ids of the topics that have files.</summary>
    public IReadOnlyList<Guid> TopicsOnDisk() =>
        [.. _environment.Disk.List(_directory).Select(name => Guid.TryParseExact(name, "N", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    /// <summary>Numbers of the partitions of a topic that have files.</summary>
    public IReadOnlyList<int> PartitionsOnDisk(Guid topicId) =>
        [.. _environment.Disk.List(TopicDirectory(topicId))
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1).Where(index => index >= 0)];

    /// <summary>Puts the files of a topic aside, none of whose partitions is open.</summary>
    /// <returns>Where they are now.</returns>
    public string PutAside(Guid topicId) => _aside.Put(TopicDirectory(topicId), topicId.ToString("N"));

    /// <summary>Puts the files of a partition aside, which is not open.</summary>
    /// <returns>Where they are now.</returns>
    public string PutAside(PartitionId id) => _aside.Put(
        PartitionDirectory(id), Path.Combine(id.TopicId.ToString("N"), id.Partition.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Takes back what was put aside of a topic, where nothing is in its place, before its partitions are opened.</summary>
    /// <returns>The directories that were taken back, as they were named while they were aside.</returns>
    public IReadOnlyList<string> TakeBack(Guid topicId, int partitionCount)
    {
        var name = topicId.ToString("N");
        if (!_aside.Holds(name))
            return [];
        var topic = TopicDirectory(topicId);
        if (!_environment.Disk.DirectoryExists(topic))
        {
            _environment.Disk.CreateDirectory(topic);
            _environment.Disk.SyncDirectory(_directory);
        }

        var taken = new List<string>();
        for (var index = 0; index < partitionCount; index++)
        {
            var partition = index.ToString(CultureInfo.InvariantCulture);
            if (_aside.TryTakeBack(Path.Combine(name, partition), Path.Combine(topic, partition)) is { } directory)
                taken.Add(directory);
        }

        _aside.Leave(name);
        return taken;
    }

    /// <summary>Directories that were put aside and are there still, relative to that of the store.</summary>
    public IReadOnlyList<string> ListPutAside() => _aside.List();

    /// <summary>
    /// Repairs a partition, or says what that would drop. While it is repaired the partition refuses everybody with a retriable error, and
    /// then is another object.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="apply">False to change nothing.</param>
    public async Task<PartitionRepair> RepairAsync(Partition partition, bool apply)
    {
        await Task.Yield();
        while (true)
        {
            var segments = partition.Segments;
            var readableBytes = partition.IsDamaged || segments.Count == 0 ? (int?)null : segments[^1].ReadableBytes;
            var plan = RepairOf(partition).Plan(readableBytes);
            if (!apply || plan.IsSound)
                return plan;
            await _repairing.WaitAsync();
            try
            {
                var present = Find(partition.Id) ?? throw Gone();
                if (present == partition)
                    return await RepairClosedAsync(partition);
                partition = present;
            }
            finally
            {
                _repairing.Release();
            }
        }
    }

    /// <summary>Applies retention to all partitions and lets go of idle memory.</summary>
    public async Task MaintainOnceAsync()
    {
        foreach (var partition in _partitions.Values)
        {
            var command = new MaintainCommand(partition, _environment.NowMs);
            _loop.Add(command);
            await command.Done;
        }

        if (_environment.Chunks.Trim() >= ReleaseBytes && _environment.Chunks.RentedBytes == 0)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Compacts the logs for which that is worth it now.</summary>
    internal Task CompactOnceAsync() => _rounds.RoundAsync(_stopCompacting.Token);

    /// <summary>Takes no more, finishes what waits, saves all states and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopCompacting.CancelAsync();
        await _compacting;
        // What could not be saved was logged, makes the next start longer, and keeps no other from being saved.
        foreach (var partition in _partitions.Values)
            await CloseAsync(partition, delete: false).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _partitions.Clear();
        await _stop.CancelAsync();
        await _writing;
        await _maintaining;
        _stop.Dispose();
        _stopCompacting.Dispose();
        _loop.Dispose();
        _repairing.Dispose();
    }

    private async Task EndTopicAsync(Guid topicId)
    {
        foreach (var partition in _partitions.Values.Where(partition => partition.Id.TopicId == topicId).ToArray())
        {
            if (!_partitions.TryRemove(partition.Id, out _))
                continue;
            await CloseAsync(partition, delete: true);
            partition.ForgetDamage();
        }

        _environment.Disk.DeleteDirectory(TopicDirectory(topicId));
        _environment.Disk.SyncDirectory(_directory);
    }

    private async Task<PartitionRepair> RepairClosedAsync(Partition partition)
    {
        // It stays in the table while it is closed, so that nobody opens its files meanwhile.
        var closing = new CloseCommand(partition, delete: false);
        _loop.Add(closing);
        try
        {
            await closing.Done;
            var repair = RepairOf(partition);
            var plan = repair.Plan(lastSegmentBytes: null);
            repair.Apply();
            return plan;
        }
        finally
        {
            if (partition.IsClosed)
                Replace(partition);
        }
    }

    /// <summary>Opens a closed partition anew; if that fails it leaves the table, so that whoever asks next opens it.</summary>
    private void Replace(Partition closed)
    {
        lock (_opening)
        {
            closed.ForgetDamage();
            if (_partitions.TryRemove(KeyValuePair.Create(closed.Id, closed)))
                _partitions[closed.Id] = Recovered(closed.Place, closed.Settings);
        }
    }

    private LogRepair RepairOf(Partition partition) =>
        new(_environment.Disk, partition.DirectoryPath, partition.Id.Partition, partition.Epochs);

    private Partition Recovered(PartitionPlace place, TopicSettings settings) =>
        new(_environment, _loop, place, settings, new Recovery(_environment, place.Directory, settings).Run());

    private static PlatformException Gone() => new(ErrorCode.NotFound, "The partition was deleted.");

    private string TopicDirectory(Guid topicId) => Path.Combine(_directory, topicId.ToString("N"));

    private string PartitionDirectory(PartitionId id) =>
        Path.Combine(TopicDirectory(id.TopicId), id.Partition.ToString(CultureInfo.InvariantCulture));

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
