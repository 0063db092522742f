using System.Collections.Concurrent;
using Hops.Core.Identity;
using Hops.Kafka;
using Hops.Kafka.Topics;
using Hops.KafkaCluster.Groups;
using Hops.KafkaCluster.Rates;
using Hops.KafkaCluster.Rights;
using Hops.KafkaCluster.Runners;
using Hops.KafkaCluster.Secrets;
using Hops.KafkaCluster.Topics;
using Hops.KafkaCluster.Wire;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform;
using Hops.Platform.Credentials;

namespace Hops.KafkaCluster;

/// <summary>
/// Makes the cluster as the metadata database says: in each round it takes away rights and secrets that have ended, deletes groups and topics, makes topics, sets
/// secrets and rates, and gives rights. Every step may be repeated, and each remembers in the database what it needs to go on after a crash. For one round at a time.
/// </summary>
/// <param name="platform">What should be.</param>
/// <param name="options">How topics are made and users sign in.</param>
/// <param name="names">What things are called there.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="hasLogs">True for the id of a topic of which the embedded broker has logs, from before the cluster was used.</param>
internal sealed class Provisioning(
    HopsPlatform platform, ClusterOptions options, ClusterNames names, ClusterConnection cluster, Func<Guid, bool> hasLogs)
{
    private readonly ConcurrentDictionary<Guid, ClusterTopic> _topics = new();
    private readonly ConcurrentDictionary<(long ProjectId, long UserId), ClusterSecret> _secrets = new();
    private readonly EndedProjects _ended = new(platform, names, cluster);
    private readonly List<string> _problems = [];
    private HashSet<ClusterRight> _rights = [];
    private Dictionary<string, ClusterRate> _rates = [];

    /// <summary>Settings that topics of the cluster have of their own, by their names there.</summary>
    private Dictionary<string, IReadOnlyDictionary<string, string>> _settings = [];

    /// <summary>Of secrets that the cluster had and has lost: their credentials.</summary>
    private HashSet<string> _lostSecrets = [];

    /// <summary>By whom runners read there.</summary>
    public RunnerUsers Runners { get; } = new(platform, names, cluster, options.UserMechanism);

    /// <summary>What the last round could not do, though the cluster answers: sentences for the administrator.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads what the cluster was given; once, before the first round.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => await platform.Store.ReadAsync(
        async read =>
        {
            await foreach (var topic in read.SweepAllAsync(ClusterTopic.Table))
                _topics[topic.TopicId] = topic;
            await foreach (var secret in read.SweepAllAsync(ClusterSecret.Table))
                _secrets[(secret.ProjectId, secret.UserId)] = secret;
            await _ended.LoadAsync(read);
            return true;
        },
        cancellationToken);

    /// <summary>Keeps what the cluster is to be given of a secret, in the transaction that makes it.</summary>
    public async ValueTask KeepIn(WriteTransaction transaction, Credential credential, (string Name, string Secret) made)
    {
        var before = await transaction.GetAsync(ClusterSecret.Table, Key.Of(credential.ProjectId, credential.UserId), LockMode.Write);
        var secret = ClusterSecret.Make(credential, made, options.UserMechanism, before);
        await transaction.PutAsync(ClusterSecret.Table, secret);
        transaction.OnCommitted(() => _secrets[(secret.ProjectId, secret.UserId)] = secret);
    }

    /// <summary>Keeps that the groups of a project are to go, in the transaction that deletes it.</summary>
    public ValueTask EndIn(WriteTransaction transaction, long projectId) => _ended.EndIn(transaction, projectId);

    /// <summary>True for the name of a project whose groups in the cluster are those of a deleted one.</summary>
    public bool HasGroupsOfBefore(string project) => _ended.HasGroups(project);

    /// <summary>Goes over everything.</summary>
    /// <param name="isWhole">True to look at what is in the cluster; false to go by what this object has seen and done there.</param>
    /// <param name="cancellationToken">Stops it between two requests.</param>
    /// <exception cref="Core.Errors.PlatformException"><c>Unavailable</c>: the cluster does not answer, or refuses the platform; the next round has to be a whole one.</exception>
    public async Task RunAsync(bool isWhole, CancellationToken cancellationToken)
    {
        _problems.Clear();
        if (isWhole)
        {
            _rights = await ClusterRights.ListAsync(cluster, names, cancellationToken);
            _rates = await ClusterRates.ListAsync(cluster, cancellationToken);
        }

        var users = isWhole ? await ClusterSecrets.ListAsync(cluster, cancellationToken) : null;

        // What has ended goes first: a name that is given to somebody else meanwhile must open nothing of before.
        await TakeRightsAsync(cancellationToken);
        await RemoveSecretsAsync(cancellationToken);
        await Runners.RemoveAsync(users, cancellationToken);
        _problems.AddRange(await _ended.RemoveGroupsAsync(cancellationToken));
        await DeleteTopicsAsync(cancellationToken);
        await MakeTopicsAsync(isWhole, cancellationToken);
        await ConfigureTopicsAsync(isWhole, cancellationToken);
        if (users is not null)
            LookForSecrets(users);
        await SetSecretsAsync(cancellationToken);
        TellOfSecrets();
        await SetRatesAsync(cancellationToken);
        var begun = await Runners.SetAsync(cancellationToken);
        var missing = WantedRights.Of(platform, names, IsThere, HasGroupsOfBefore, Runners.All).Where(right => !_rights.Contains(right)).ToList();
        await ClusterRights.GiveAsync(cluster, missing, platform.Time, cancellationToken);
        _rights.UnionWith(missing);
        foreach (var runner in begun)
            runner.IsReady = true;
    }

    private bool IsThere(Topic topic) => _topics.TryGetValue(topic.Id, out var row) && row.IsMade;

    private async Task TakeRightsAsync(CancellationToken cancellationToken)
    {
        var wanted = WantedRights.Of(platform, names, IsThere, HasGroupsOfBefore, Runners.All);
        var ended = _rights.Where(right => !wanted.Contains(right)).ToList();
        await ClusterRights.TakeAsync(cluster, ended, platform.Time, cancellationToken);
        _rights.ExceptWith(ended);
    }

    private async Task RemoveSecretsAsync(CancellationToken cancellationToken)
    {
        foreach (var secret in _secrets.Values.Where(secret => !IsLive(secret)).ToList())
        {
            if (secret.State != SecretState.New)
            {
                await RateAsync([KeyValuePair.Create(secret.Name, default(ClusterRate))], cancellationToken);
                await ClusterSecrets.RemoveAsync(cluster, secret.Name, options.UserMechanism, platform.Time, cancellationToken);
            }

            await ReplaceAsync(secret, null);
        }
    }

    /// <summary>The rates of a project are those of each of its project-users there: a cluster knows no projects.</summary>
    private Task SetRatesAsync(CancellationToken cancellationToken) => RateAsync(
        [
            .. from secret in _secrets.Values
               where secret.State == SecretState.Made && IsLive(secret)
               let traffic = platform.Traffic.Of(secret.ProjectId)
               select KeyValuePair.Create(secret.Name, new ClusterRate(traffic.Produced.BytesPerSecond, traffic.Fetched.BytesPerSecond)),
        ],
        cancellationToken);

    private async Task RateAsync(IEnumerable<KeyValuePair<string, ClusterRate>> wanted, CancellationToken cancellationToken)
    {
        var changed = wanted.Where(pair => _rates.GetValueOrDefault(pair.Key) != pair.Value).ToList();
        await ClusterRates.SetAsync(cluster, changed, cancellationToken);
        foreach (var (user, rate) in changed)
            _rates[user] = rate;
    }

    private async Task SetSecretsAsync(CancellationToken cancellationToken)
    {
        var waiting = _secrets.Values.Where(secret => secret.SaltedPassword.Length > 0 && IsLive(secret)).ToList();
        if (waiting.Count == 0)
            return;
        var taken = await ClusterSecrets.FindAsync(cluster, waiting.Where(secret => secret.State == SecretState.New).Select(secret => secret.Name), cancellationToken);
        foreach (var secret in waiting)
        {
            if (taken.ContainsKey(secret.Name))
            {
                _problems.Add($"The cluster has a user '{secret.Name}' that the platform has not made: remove it there, or give the member no secret.");
                continue;
            }

            var free = secret.State == SecretState.New ? secret with { State = SecretState.Free } : secret;
            if (free != secret && !await ReplaceAsync(secret, free))
                continue;
            await ClusterSecrets.SetAsync(cluster, free, options.UserMechanism, platform.Time, cancellationToken);
            await ReplaceAsync(free, free with { State = SecretState.Made, SaltedPassword = [] });
        }
    }

    /// <summary>Sees which of the secrets that the cluster was given it has no more; one that waits to be given is none of them.</summary>
    private void LookForSecrets(IReadOnlySet<string> users) => _lostSecrets =
    [
        .. _secrets.Values.Where(secret => secret.State == SecretState.Made && secret.SaltedPassword.Length == 0 && !users.Contains(secret.Name)).Select(secret => secret.CredentialId),
    ];

    /// <summary>Secrets are kept nowhere: one that the cluster was never given, or has lost, cannot be given to it again.</summary>
    private void TellOfSecrets()
    {
        var roster = platform.Roster.Now;
        var needy =
            (from project in roster.Projects.Values
             from userId in project.Members.Keys
             let name = Names.ProjectUser(project.Row.Name, roster.Users[userId].Name)
             let credential = roster.FindCredential(name)
             where credential is not null && (!IsGiven(credential) || _lostSecrets.Contains(credential.Id))
             select name).ToList();
        if (needy.Count > 0)
            _problems.Add($"The cluster does not know the secrets of {needy.Count} project-users, such as '{needy.Min(StringComparer.Ordinal)}': each makes a new one, by 'hops credential rotate'.");
    }

    private bool IsGiven(Credential credential) =>
        _secrets.TryGetValue((credential.ProjectId, credential.UserId), out var secret) && secret.CredentialId == credential.Id;

    /// <summary>True for the secret that its project-user has now.</summary>
    private bool IsLive(ClusterSecret secret) => platform.Roster.Now.FindCredential(secret.Name)?.Id == secret.CredentialId;

    /// <summary>Replaces a row, or removes it, unless it belongs to a newer secret meanwhile.</summary>
    private async Task<bool> ReplaceAsync(ClusterSecret before, ClusterSecret? after) => await platform.Store.WriteAsync(async transaction =>
    {
        var now = await transaction.GetAsync(ClusterSecret.Table, before.Key, LockMode.Write);
        if (now is null || now.CredentialId != before.CredentialId)
            return false;
        if (after is not null)
            await transaction.PutAsync(ClusterSecret.Table, after);
        else
            await transaction.DeleteAsync(ClusterSecret.Table, before.Key);
        transaction.OnCommitted(() =>
        {
            if (after is not null)
                _secrets[(after.ProjectId, after.UserId)] = after;
            else
                _secrets.TryRemove((before.ProjectId, before.UserId), out _);
        });
        return true;
    });

    private async Task DeleteTopicsAsync(CancellationToken cancellationToken)
    {
        var gone = _topics.Values.Where(row => platform.Topics.Snapshot.Find(row.TopicId) is null).ToList();
        if (gone.Count > 0)
            await ClusterTopics.DeleteAsync(cluster, [.. gone.Select(row => row.Name)], platform.Time, cancellationToken);
        foreach (var row in gone)
        {
            await platform.Store.WriteAsync(transaction => transaction.DeleteAsync(ClusterTopic.Table, row.Key), cancellationToken);
            _topics.TryRemove(row.TopicId, out _);

            // Logs that the embedded broker has of it are left for its next start.
            if (!hasLogs(row.TopicId))
                await platform.Topics.FinishDeletionAsync(row.TopicId);
        }
    }

    private async Task MakeTopicsAsync(bool isWhole, CancellationToken cancellationToken)
    {
        var looked = platform.Topics.Snapshot.All.Where(topic => isWhole || !IsThere(topic)).Select(topic => (Topic: topic, Name: NameOf(topic)))
            .Where(pair => pair.Name is not null).Select(pair => (pair.Topic, Name: pair.Name!)).ToList();
        if (looked.Count == 0)
            return;
        var there = await ClusterTopics.FindAsync(cluster, looked.Select(pair => pair.Name), cancellationToken);
        var missing = new List<(Topic Topic, string Name)>();
        foreach (var pair in looked.Where(pair => !there.ContainsKey(pair.Name) || !IsThere(pair.Topic)))
        {
            if (_topics.ContainsKey(pair.Topic.Id) || !there.ContainsKey(pair.Name))
                missing.Add(pair);
            else
                _problems.Add($"The cluster has a topic '{pair.Name}' that the platform has not made: delete it there, or the topic '{pair.Topic.Name}' here.");
        }

        await MakeAsync(missing, cancellationToken);
        await GrowAsync(looked.Where(pair => IsThere(pair.Topic) && there.GetValueOrDefault(pair.Name, int.MaxValue) < pair.Topic.PartitionCount), cancellationToken);
    }

    private async Task MakeAsync(IReadOnlyCollection<(Topic Topic, string Name)> missing, CancellationToken cancellationToken)
    {
        foreach (var (topic, name) in missing.Where(pair => !_topics.ContainsKey(pair.Topic.Id)))
            await PutAsync(new ClusterTopic(topic.Id, name, IsMade: false), cancellationToken);
        var refused = await ClusterTopics.CreateAsync(
            cluster, missing.Select(pair => WishOf(pair.Name, pair.Topic.PartitionCount, pair.Topic.Config)), isCheck: false, cancellationToken);
        var made = new List<string>();
        foreach (var (topic, name) in missing)
        {
            // Nobody had it when the row was written: what is there now was made by this platform before it ended.
            if (refused.TryGetValue(name, out var refusal) && refusal.Error != KafkaError.TopicAlreadyExists)
            {
                _problems.Add($"The cluster does not take the topic '{name}': {refusal.Message}");
                continue;
            }

            await PutAsync(new ClusterTopic(topic.Id, name, IsMade: true), cancellationToken);
            made.Add(name);
            _settings[name] = topic.Config;
        }

        await ClusterTopics.AwaitAsync(cluster, made, isThere: true, platform.Time, cancellationToken);
    }

    /// <summary>Gives topics the settings that they have here; others that they have there are left alone.</summary>
    private async Task ConfigureTopicsAsync(bool isWhole, CancellationToken cancellationToken)
    {
        var topics = platform.Topics.Snapshot.All.Where(IsThere).Select(topic => (_topics[topic.Id].Name, topic.Config)).ToList();
        if (isWhole)
            _settings = await ClusterTopics.SettingsAsync(cluster, topics.Select(topic => topic.Name), cancellationToken);
        var changes = (from topic in topics
                       where _settings.ContainsKey(topic.Name)
                       let changed = TopicWish.Changes(_settings[topic.Name], topic.Config)
                       where changed.Count > 0
                       select (topic.Name, Settings: changed, topic.Config)).ToList();
        var refused = await ClusterTopics.ConfigureAsync(cluster, changes.Select(change => (change.Name, change.Settings)), isCheck: false, cancellationToken);
        foreach (var (name, _, config) in changes)
        {
            if (refused.TryGetValue(name, out var why))
                _problems.Add($"The cluster does not take the settings of the topic '{name}': {why}");
            else
                _settings[name] = config;
        }
    }

    private Task GrowAsync(IEnumerable<(Topic Topic, string Name)> small, CancellationToken cancellationToken) =>
        ClusterTopics.GrowAsync(cluster, [.. small.Select(pair => (pair.Name, pair.Topic.PartitionCount))], cancellationToken);

    private async Task PutAsync(ClusterTopic row, CancellationToken cancellationToken)
    {
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await transaction.PutAsync(ClusterTopic.Table, row);
                return true;
            },
            cancellationToken);
        _topics[row.TopicId] = row;
    }

    /// <summary>Its name in the cluster; null if its project is going at this moment.</summary>
    private string? NameOf(Topic topic) =>
        platform.Roster.Now.Projects.GetValueOrDefault(topic.TenantId) is { } owner ? names.TopicOf(owner.Row.Name, topic.Name) : null;

    /// <summary>What the cluster is asked for.</summary>
    public TopicWish WishOf(string name, int partitionCount, IReadOnlyDictionary<string, string> config) => new(name, partitionCount, options.ReplicationFactor, config);
}
