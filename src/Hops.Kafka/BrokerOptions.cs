using System.ComponentModel.DataAnnotations;
using Hops.Kafka.Groups;

namespace Hops.Kafka;

/// <summary>Settings of the broker.</summary>
public sealed record BrokerOptions
{
    /// <summary>Node id shown to clients; 0 or more. Default 1.</summary>
    [Range(0, int.MaxValue)]
    public int NodeId { get; set; } = 1;

    /// <summary>Host name given to clients. Default null: the address at which each client arrived, right unless there is a port forward in between.</summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>Port given to clients. Default null: the port at which each client arrived.</summary>
    [Range(1, 65535)]
    public int? AdvertisedPort { get; set; }

    /// <summary>Whether a client must authenticate by SASL first. Default true; false is accepted with an open gate only.</summary>
    public bool RequireSasl { get; set; } = true;

    /// <summary>Largest frame before authentication, in bytes. Default 64 KiB: handshakes are small.</summary>
    [Range(1024, 1 << 20)]
    public int FrameBeforeAuthenticationMaxBytes { get; set; } = 64 * 1024;

    /// <summary>Largest frame after authentication, in bytes. Default 100 MiB, as Apache Kafka's <c>socket.request.max.bytes</c>.</summary>
    [Range(1024, 1 << 30)]
    public int FrameMaxBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>Memory of all requests and responses on their way, in bytes. Default 256 MiB; reading stops when it is used up.</summary>
    [Range(1L << 20, 1L << 40)]
    public long InFlightMaxBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Memory of the requests of one tenant, in bytes: as long as they announced to be, and apart from that what is made of them. Default 128 MiB;
    /// beyond it the tenant's connections wait.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long RequestsPerTenantMaxBytes { get; set; } = 128L << 20;

    /// <summary>Answers of one tenant that its clients have not read, in bytes. Default 128 MiB; beyond it its fetches wait.</summary>
    [Range(1L << 20, 1L << 40)]
    public long AnswersPerTenantMaxBytes { get; set; } = 128L << 20;

    /// <summary>Topics, partitions and other elements of one request. Default 100,000; a request with more closes its connection.</summary>
    [Range(1_000, 1_000_000)]
    public int RequestElementsMax { get; set; } = 100_000;

    /// <summary>
    /// How much the clients of one tenant may produce, in bytes of requests per second, all together, unless an administrator has said otherwise of it.
    /// Default null: no limit. Whoever goes beyond it is answered how long to rest, and its connections are not read meanwhile (KIP-219).
    /// </summary>
    [Range(1L << 10, 1L << 40)]
    public long? ProducePerTenantMaxBytesPerSecond { get; set; }

    /// <summary>How much they may fetch, in bytes of records per second, all together; the same. Default null: no limit.</summary>
    [Range(1L << 10, 1L << 40)]
    public long? FetchPerTenantMaxBytesPerSecond { get; set; }

    /// <summary>How much of these a tenant that was quiet may use at once: that of so long. Default 1 s; much shorter, and every request rests.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan TrafficBurst { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Requests of one connection that may wait for their response. Default 128.</summary>
    [Range(1, 10_000)]
    public int PipelineDepthMax { get; set; } = 128;

    /// <summary>Bytes of responses that a connection may leave unread before its next request is begun. Default 64 MiB.</summary>
    [Range(1L << 10, 1L << 36)]
    public long UnsentMaxBytes { get; set; } = 64L << 20;

    /// <summary>How long a connection may be silent. Default 10 minutes, as Apache Kafka's <c>connections.max.idle.ms</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections that have not signed in yet; when another comes, the oldest is dropped. Default 256.</summary>
    [Range(1, 100_000)]
    public int WaitingConnectionsMax { get; set; } = 256;

    /// <summary>
    /// Memory of the requests of all connections that have not signed in yet, in bytes. Default 16 MiB; where it is less than one largest frame for
    /// each of <see cref="WaitingConnectionsMax"/>, fewer connections wait.
    /// </summary>
    [Range(1L << 16, 1L << 36)]
    public long WaitingMaxBytes { get; set; } = 16L << 20;

    /// <summary>How long a connection has to sign in, whatever it sends. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SignInTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may send nothing in the middle of a frame. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Partitions of a topic whose creator does not say. Default 1.</summary>
    [Range(1, 10_000)]
    public int PartitionsDefault { get; set; } = 1;

    /// <summary>Most partitions of one topic. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int PartitionsPerTopicMax { get; set; } = 1000;

    /// <summary>Most topics of one tenant. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int TopicsPerTenantMax { get; set; } = 1000;

    /// <summary>Most partitions of one tenant, all its topics together. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int PartitionsPerTenantMax { get; set; } = 10_000;

    /// <summary>Whether a Metadata request for a missing topic creates it. Default false: a mistyped name must not become a topic.</summary>
    public bool AutoCreateTopics { get; set; }

    /// <summary>Longest time that a fetch waits for records, whatever it asks. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan FetchWaitMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Most partitions that the fetch sessions of one tenant remember, all together. Default 100,000; beyond it a client names in every fetch what it wants.
    /// </summary>
    [Range(0, 100_000_000)]
    public int FetchSessionPartitionsPerTenantMax { get; set; } = 100_000;

    /// <summary>Longest time that a group waits for a member to join again, whatever the member asks. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan RebalanceTimeoutMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Shortest session timeout of a group member. Default 6 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan SessionTimeoutMin { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>Longest session timeout of a group member. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SessionTimeoutMax { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the first round of joining of an empty group waits for more members. Default 0: a single consumer starts at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan InitialRebalanceDelay { get; set; } = TimeSpan.Zero;

    /// <summary>How long a member of a group of the newer protocol (KIP-848) may be silent. Default 45 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ConsumerSessionTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How often it has to say that it is there; a change of the group takes about two of these to reach everybody. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ConsumerHeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Which groups with members in them go over between the classic protocol and that of KIP-848: <c>Bidirectional</c>, <c>Upgrade</c>, <c>Downgrade</c> or
    /// <c>Disabled</c>. Default <see cref="GroupMigrationPolicy.Bidirectional"/>.
    /// </summary>
    public GroupMigrationPolicy ConsumerMigrationPolicy { get; set; } = GroupMigrationPolicy.Bidirectional;

    /// <summary>Most members of a group. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int GroupMembersMax { get; set; } = 1000;

    /// <summary>Most groups of one tenant. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int GroupsPerTenantMax { get; set; } = 10_000;

    /// <summary>
    /// Most memory that all groups of one tenant fill with metadata and assignments of members and with texts beside committed offsets. Default 64 MiB.
    /// </summary>
    [Range(1L << 16, 1L << 36)]
    public long GroupMemoryPerTenantMaxBytes { get; set; } = 64L << 20;

    /// <summary>How long committed offsets outlive the group's last activity. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan OffsetRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Longest time that a transaction may stay open, whatever its producer asks. Default 1 hour: what Flink asks for; Apache Kafka's 15 minutes
    /// make its users change <c>transaction.max.timeout.ms</c>. Nobody who reads committed records gets past an open one.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan TransactionTimeoutMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most transactional ids of one tenant. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int TransactionalIdsPerTenantMax { get; set; } = 10_000;

    /// <summary>How long a transactional id is known after its last transaction. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan TransactionalIdExpiration { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Most partitions and offsets of all open transactions of one tenant together; 128 characters of texts beside offsets count as one more. Default 100,000.
    /// </summary>
    [Range(1, 100_000_000)]
    public int TransactionEntriesPerTenantMax { get; set; } = 100_000;
}
