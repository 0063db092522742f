using System.ComponentModel.DataAnnotations;
using Hops.Client.Topics;
using Hops.Core.Errors;

namespace Hops.KafkaCluster;

/// <summary>
/// An Apache Kafka cluster in place of the embedded broker. Its names are those of Kafka's clients. The user must be allowed to administer it:
/// create, delete, describe and alter topics, access control lists and SCRAM credentials; and to read and write the topics, and see, reset and delete groups. A super user may.
/// </summary>
public sealed record ClusterOptions
{
    private const string SaslSsl = "SASL_SSL";
    private const string SaslPlaintext = "SASL_PLAINTEXT";

    /// <summary>Some of its brokers, as <c>host:port</c>. Default none: the embedded broker serves Kafka.</summary>
    public IReadOnlyList<string> BootstrapServers { get; init; } = [];

    /// <summary>SASL_SSL, or SASL_PLAINTEXT for a network that nobody else listens to. Default SASL_SSL.</summary>
    public string SecurityProtocol { get; init; } = SaslSsl;

    /// <summary>How the platform signs in: SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN. Default SCRAM-SHA-512.</summary>
    public string SaslMechanism { get; init; } = BrokerMechanism.ScramSha512.Name;

    /// <summary>As whom it signs in. Default null; needed with brokers.</summary>
    public string? UserName { get; init; }

    /// <summary>File whose first line is the password, read at each sign-in. Default null; needed with brokers.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Certificates, as PEM, of who vouches for the brokers. Default null: whom the system trusts.</summary>
    public string? TruststoreFile { get; init; }

    /// <summary>
    /// What the names of all topics, groups and transactional ids of the platform begin with there: 1 to 32 letters, digits, dots and hyphens. It is the
    /// platform's alone: rights on such names that the platform has not given are taken away. Default <c>hops.</c>.
    /// </summary>
    public string NamePrefix { get; init; } = "hops.";

    /// <summary>Copies of each partition. Default null: the cluster's <c>default.replication.factor</c>.</summary>
    [Range(1, 32)]
    public int? ReplicationFactor { get; init; }

    /// <summary>How often all of the cluster is compared with the metadata database. What changes here goes there at once. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest time of one request to the cluster, connecting included. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True if the platform is to use a cluster.</summary>
    public bool IsUsed => BootstrapServers.Count > 0;

    /// <summary>True if the brokers encrypt.</summary>
    public bool IsEncrypted => SecurityProtocol == SaslSsl;

    /// <summary>How project-users sign in: like the platform if that is by SCRAM.</summary>
    public ScramMechanism UserMechanism => SaslMechanism == BrokerMechanism.ScramSha256.Name ? ScramMechanism.Sha256 : ScramMechanism.Sha512;

    /// <summary>How the platform signs in.</summary>
    internal BrokerMechanism Mechanism => BrokerMechanism.Find(SaslMechanism)!;

    /// <summary>How project-users sign in, by name.</summary>
    public string UserMechanismName => (UserMechanism == ScramMechanism.Sha256 ? BrokerMechanism.ScramSha256 : BrokerMechanism.ScramSha512).Name;

    /// <summary>Refuses what cannot work together.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal void Check()
    {
        foreach (var server in BootstrapServers)
            BrokerAddress.Parse(server);
        if (SecurityProtocol is not (SaslSsl or SaslPlaintext))
            throw Wrong(nameof(SecurityProtocol), $"is {SaslSsl} or {SaslPlaintext}: rights need to know who somebody is");
        if (BrokerMechanism.Find(SaslMechanism) is null)
            throw Wrong(nameof(SaslMechanism), "is SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN");
        if (string.IsNullOrEmpty(UserName))
            throw Wrong(nameof(UserName), "is needed: name a user who may administer the cluster");
        if (string.IsNullOrEmpty(PasswordFile))
            throw Wrong(nameof(PasswordFile), "is needed: name a file whose first line is the password");
        if (!ClusterNames.IsPrefix(NamePrefix))
            throw Wrong(nameof(NamePrefix), "has 1 to 32 letters, digits, dots and hyphens");
    }

    private static PlatformException Wrong(string setting, string what) =>
        new PlatformException(ErrorCode.InvalidArgument, $"Kafka:Cluster:{setting} {what}.").With("setting", $"Kafka:Cluster:{setting}");
}

/// <summary>Mechanisms by which project-users sign in; the numbers are those of KIP-554.</summary>
public enum ScramMechanism
{
    /// <summary>SCRAM-SHA-256.</summary>
    Sha256 = 1,

    /// <summary>SCRAM-SHA-512.</summary>
    Sha512 = 2,
}
