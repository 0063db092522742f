using System.Text;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Kafka;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Groups;
using Hops.KafkaCluster.Reading;
using Hops.KafkaCluster.Topics;
using Hops.KafkaCluster.Wire;
using Hops.KafkaCluster.Writing;
using Hops.Metadata.Ownership;
using Hops.Metadata.Transactions;
using Hops.Platform;
using Hops.Platform.Topics;

namespace Hops.KafkaCluster;

/// <summary>
/// An Apache Kafka cluster in place of the embedded broker: the platform is its administrator, project-users connect to it straight. The metadata
/// database is the truth, and the cluster follows it: at once where something was changed by the platform, and by a comparison of the whole from time to
/// time. Thread safe.
/// </summary>
/// <remarks>It is the boundary of its task: what fails is posted and tried again after a pause that grows, from the comparison on.</remarks>
public sealed class ApacheKafka : IProjectResource, IAsyncDisposable
{
    private const string HealthName = "topics in the Kafka cluster";
    private const int ProblemsToldMax = 5;
    private const short MetadataVersionMax = 10;
    private const int TruststoreMaxBytes = 1 << 20;

    /// <summary>How often to see whether something was changed by an operation that does not wait: some references are compared.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>How long an operation waits for the cluster; what takes longer comes to it behind the answer.</summary>
    private static readonly TimeSpan SettledMax = TimeSpan.FromSeconds(8);

    private readonly HopsPlatform _platform;
    private readonly ClusterOptions _options;
    private readonly ClusterNames _names;
    private readonly ClusterConnection _cluster;

    /// <summary>Another connection, so that what somebody looks at holds nothing up.</summary>
    private readonly ClusterConnection _reading;

    /// <summary>And one more for what somebody writes.</summary>
    private readonly ClusterWriter _writing;
    private readonly Disk _disk;
    private readonly Provisioning _provisioning;
    private readonly HealthBoard _health;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _asked = NewSignal();
    private TaskCompletionSource _round = NewSignal();
    private (object, object, object, object, object) _seen;
    private DateTimeOffset _wholeAt;
    private Task _running = Task.CompletedTask;

    private ApacheKafka(HopsPlatform platform, ClusterOptions options, ClusterPlace place)
    {
        (_platform, _options, _health, _disk) = (platform, options, place.Health, place.Disk);
        _names = new ClusterNames(options.NamePrefix);
        (_cluster, _reading) = (new ClusterConnection(options, place.Disk, platform.Time), new ClusterConnection(options, place.Disk, platform.Time));
        _writing = new ClusterWriter(new ClusterConnection(options, place.Disk, platform.Time), platform.Time);
        _provisioning = new Provisioning(
            platform, options, _names, _cluster, topicId => place.Disk.DirectoryExists(Path.Combine(place.TopicsDirectory, topicId.ToString("N"))));
    }

    /// <summary>Connects, brings the cluster to what the database says, and begins to follow it.</summary>
    /// <param name="platform">The platform; it is given what the cluster has a say in.</param>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="place">What it has of this server.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="PlatformException">
    /// <c>InvalidArgument</c>: a setting; <c>Unavailable</c>: no broker answers, or the cluster does not let the platform administer it; <c>AccessDenied</c>: a
    /// certificate.
    /// </exception>
    public static async Task<ApacheKafka> OpenAsync(HopsPlatform platform, ClusterOptions options, ClusterPlace place, CancellationToken cancellationToken)
    {
        options.Check();
        var kafka = new ApacheKafka(platform, options, place);
        try
        {
            await kafka._provisioning.LoadAsync(cancellationToken);
            await kafka.RunAsync(isWhole: true, cancellationToken);
        }
        catch
        {
            await kafka.DisposeAsync();
            throw;
        }

        platform.Cluster = new TopicCluster
        {
            Address = kafka._cluster.Address,
            CheckTopic = kafka.CheckAsync,
            CheckSettings = kafka.CheckSettingsAsync,
            SecretMadeIn = kafka._provisioning.KeepIn,
            SettledAsync = kafka.SettledAsync,
            OpenRunnerAsync = kafka.OpenRunnerAsync,
            RecordsOf = kafka.RecordsOf,
            Groups = new ClusterGroups(kafka._reading, kafka._names, platform, kafka._provisioning.HasGroupsOfBefore),
        };
        kafka._running = Task.Run(kafka.FollowAsync, CancellationToken.None);
        return kafka;
    }

    /// <inheritdoc/>
    /// <remarks>Its topics go with those of the catalog, its secrets with the memberships; of its groups nothing else is known.</remarks>
    public ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId) => _provisioning.EndIn(transaction, projectId);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId) => new([]);

    /// <inheritdoc/>
    public async Task SettledAsync()
    {
        Task round;
        lock (_lock)
        {
            round = _round.Task;
            _asked.TrySetResult();
        }

        await Task.WhenAny(round, Task.Delay(SettledMax, _platform.Time));
    }

    /// <summary>Ends, at most one request later.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _round.TrySetResult();
        await _writing.DisposeAsync();
        await _reading.DisposeAsync();
        await _cluster.DisposeAsync();
        _closing.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task CheckAsync(string project, NewTopic topic, CancellationToken cancellationToken)
    {
        _names.Check(project, topic.Name);
        CheckAreOfCluster(topic.Config.Keys);
        var wish = _provisioning.WishOf(_names.TopicOf(project, topic.Name), topic.PartitionCount ?? 1, topic.Config);
        var refused = await ClusterTopics.CreateAsync(_cluster, [wish], isCheck: true, cancellationToken);
        if (refused.GetValueOrDefault(wish.Name) is not { Message: not null } refusal)
            return;
        throw refusal.Error == KafkaError.TopicAlreadyExists
            ? new PlatformException(ErrorCode.AlreadyExists, $"The Kafka cluster has a topic '{wish.Name}' already: choose another name.")
            : new PlatformException(ErrorCode.InvalidArgument, $"The Kafka cluster does not take the topic: {refusal.Message}");
    }

    private async Task CheckSettingsAsync(string project, string topic, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        CheckAreOfCluster(changes.Keys);
        var name = _names.TopicOf(project, topic);
        var refused = await ClusterTopics.ConfigureAsync(_cluster, [(name, changes)], isCheck: true, cancellationToken);
        if (refused.TryGetValue(name, out var why))
            throw new PlatformException(ErrorCode.InvalidArgument, $"The Kafka cluster does not take the settings: {why}");
    }

    private void CheckAreOfCluster(IEnumerable<string> settings)
    {
        if (settings.FirstOrDefault(TopicWish.IsOfEmbeddedBroker) is { } setting)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"The setting {setting} holds in the embedded broker only, which looks into the schema registry of this server; the Kafka cluster at {_cluster.Address} does not. Leave it out.")
                .With("setting", setting);
        }
    }

    private ClusterRecords RecordsOf(Topic topic) => _platform.Roster.Now.Projects.GetValueOrDefault(topic.TenantId) is { } owner
        ? new ClusterRecords(_reading, _writing, topic, _names.TopicOf(owner.Row.Name, topic.Name), _platform.Time)
        : throw new PlatformException(ErrorCode.NotFound, $"The project of topic '{topic.Name}' is gone.");

    private async Task<ClusterAccess> OpenRunnerAsync(long projectId, long userId, CancellationToken cancellationToken)
    {
        var user = _provisioning.Runners.Of(projectId, userId);
        if (!user.IsReady)
            await SettledAsync();
        if (!user.IsReady)
            throw new PlatformException(ErrorCode.Unavailable, $"The Kafka cluster at {_cluster.Address} does not answer, or does not let the platform make a user: try again later.");
        var brokers = (await _cluster.SendAsync<MetadataRequest, MetadataResponse>(new MetadataRequest { Topics = [] }, MetadataVersionMax, cancellationToken)).Brokers;
        return new ClusterAccess
        {
            Servers = _options.BootstrapServers,
            Ports = [.. _options.BootstrapServers.Select(server => BrokerAddress.Parse(server).Port).Concat(brokers.Select(broker => broker.Port)).Distinct()],
            UserName = user.Name,
            Secret = user.Secret,
            Mechanism = _options.UserMechanismName,
            IsEncrypted = _options.IsEncrypted,
            AuthorityPem = _options.TruststoreFile is { } file ? Encoding.UTF8.GetString(_disk.ReadAll(file, TruststoreMaxBytes)) : null,
            NamePrefix = _options.NamePrefix,
        };
    }

    private async Task FollowAsync()
    {
        var pause = TimeSpan.Zero;
        while (!_closing.IsCancellationRequested)
        {
            await Task.WhenAny(Asked, Task.Delay(pause > LookInterval ? pause : LookInterval, _platform.Time, _closing.Token));
            TaskCompletionSource round;
            bool isAsked;
            lock (_lock)
            {
                (round, isAsked) = (_round, _asked.Task.IsCompleted);
                if (isAsked)
                    (_round, _asked) = (NewSignal(), NewSignal());
            }

            var isWhole = pause > TimeSpan.Zero || _platform.Time.GetUtcNow() - _wholeAt >= _options.SyncInterval;
            if (isAsked || isWhole || _seen != Now)
                pause = await TryAsync(isWhole, pause);
            if (isAsked)
                round.TrySetResult();
        }
    }

    private Task Asked
    {
        get
        {
            lock (_lock)
                return _asked.Task;
        }
    }

    /// <summary>Other ones whenever a member, a secret, a share, an archive, a user or a topic has changed; not when somebody signs in.</summary>
    private (object, object, object, object, object) Now =>
        _platform.Roster.Now is var roster ? (roster.Projects, roster.Shares, roster.Archived, roster.Users, _platform.Topics.Snapshot) : default;

    /// <returns>How long to wait before the next try; zero if there is nothing to be tried again.</returns>
    private async Task<TimeSpan> TryAsync(bool isWhole, TimeSpan pause)
    {
        try
        {
            await RunAsync(isWhole, _closing.Token);
            return TimeSpan.Zero;
        }
        catch (Exception failure) when (!_closing.IsCancellationRequested)
        {
            _health.Post(HealthName, HealthSeverity.Warning, $"{failure.Message} What is changed here comes to the cluster when that is over; it is tried again and again.");
            return pause == TimeSpan.Zero ? PauseMin : pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
        catch (OperationCanceledException)
        {
            return pause;
        }
    }

    private async Task RunAsync(bool isWhole, CancellationToken cancellationToken)
    {
        _seen = Now;
        await _provisioning.RunAsync(isWhole, cancellationToken);
        if (isWhole)
            _wholeAt = _platform.Time.GetUtcNow();
        if (_provisioning.Problems is { Count: > 0 } problems)
            _health.Post(HealthName, HealthSeverity.Warning, string.Join(' ', problems.Take(ProblemsToldMax)) + (problems.Count > ProblemsToldMax ? " ..." : ""));
        else
            _health.Clear(HealthName);
    }
}

/// <summary>What the cluster has of a server.</summary>
/// <param name="Disk">Disk of its files.</param>
/// <param name="TopicsDirectory">Where the embedded broker keeps its logs, if it was used before.</param>
/// <param name="Health">Where it is posted that the cluster does not follow.</param>
public sealed record ClusterPlace(Disk Disk, string TopicsDirectory, HealthBoard Health);
