using Hops.Core.Identity;

namespace Hops.Platform.Topics;

/// <summary>How a runner reaches a Kafka cluster that is used in place of the embedded broker, and what topics are called there.</summary>
public sealed record ClusterAccess
{
    /// <summary>Some of its brokers, as <c>host:port</c>.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>TCP ports of all of them.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>As whom it signs in.</summary>
    public required string UserName { get; init; }

    /// <summary>Its password.</summary>
    public required string Secret { get; init; }

    /// <summary>How it signs in: <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>.</summary>
    public required string Mechanism { get; init; }

    /// <summary>True if the brokers encrypt.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>Certificates, as PEM, of who vouches for the brokers; null for whom the system trusts.</summary>
    public string? AuthorityPem { get; init; }

    /// <summary>What the names of all topics of the platform begin with there.</summary>
    public required string NamePrefix { get; init; }

    /// <summary>Names by which the project knows topics that it borrows.</summary>
    public IReadOnlyList<string> BorrowedTopics { get; init; } = [];

    /// <summary>What the cluster calls a topic.</summary>
    /// <param name="project">The project that names it.</param>
    /// <param name="topic">Its name there: <c>topic</c>, or <c>owner.topic</c> for one that is borrowed.</param>
    public string NameOf(string project, string topic) => NamePrefix + (BorrowedTopics.Contains(topic) ? topic : Names.BorrowedTopic(project, topic));

    /// <inheritdoc/>
    public override string ToString() => $"{UserName} at {string.Join(',', Servers)}";
}
