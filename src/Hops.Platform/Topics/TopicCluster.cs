using Hops.Core.Errors;
using Hops.Kafka.Groups;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Metadata.Transactions;
using Hops.Platform.Credentials;

namespace Hops.Platform.Topics;

/// <summary>
/// What a Kafka cluster in place of the embedded broker has a say in. The platform itself speaks no protocol; whoever does gives it this (ADR 0135).
/// </summary>
public sealed record TopicCluster
{
    /// <summary>Where its brokers are, for messages.</summary>
    public required string Address { get; init; }

    /// <summary>
    /// Refuses a topic of a project that the cluster would not take, before it is made here. <c>Unavailable</c>: the cluster does not answer;
    /// <c>AlreadyExists</c>, <c>InvalidArgument</c>, <c>InvalidPath</c>: what it says of the topic.
    /// </summary>
    public required Func<string, NewTopic, CancellationToken, Task> CheckTopic { get; init; }

    /// <summary>
    /// Refuses changes of settings of a topic of a project that the cluster would not take, before they are made here: settings by Apache Kafka's names, null for
    /// the default. <c>Unavailable</c>: the cluster does not answer; <c>InvalidArgument</c>: what it says of them.
    /// </summary>
    public required Func<string, string, IReadOnlyDictionary<string, string?>, CancellationToken, Task> CheckSettings { get; init; }

    /// <summary>Called in the transaction that keeps a credential, with the name of the project-user and the secret, which is kept nowhere else.</summary>
    public required Func<WriteTransaction, Credential, (string Name, string Secret), ValueTask> SecretMadeIn { get; init; }

    /// <summary>Completes when the cluster has what was committed until now, or does not answer; what it does not have then it is given later. Never fails.</summary>
    public required Func<Task> SettledAsync { get; init; }

    /// <summary>
    /// How runners of a member of a project, both by their ids, reach the cluster. <c>Unavailable</c>: it does not answer.
    /// </summary>
    public required Func<long, long, CancellationToken, Task<ClusterAccess>> OpenRunnerAsync { get; init; }

    /// <summary>Opens the records of a topic there.</summary>
    public required RecordsOf RecordsOf { get; init; }

    /// <summary>Consumer groups there.</summary>
    public required IConsumerGroups Groups { get; init; }

    /// <summary>The refusal of what only the embedded broker can do.</summary>
    /// <param name="what">What it is, as the beginning of a sentence: <c>Topics are repaired in</c>.</param>
    public PlatformException NotHere(string what) => new(
        ErrorCode.Unsupported, $"{what} the embedded broker only; the topics of this server are in the Kafka cluster at {Address}, which looks after them itself.");
}
