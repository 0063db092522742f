using Hops.Core.Settings;
using Hops.Kafka.Cluster;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Kafka.Transactions;
using Hops.Metadata.Tables;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Kafka;

/// <summary>How the broker becomes part of a process: its tables, its registration, its listener.</summary>
public static class KafkaModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } =
    [
        OptionsSection.Of<BrokerOptions>("Kafka").With(
            SettingsRule.AtMost(nameof(BrokerOptions.SessionTimeoutMin), nameof(BrokerOptions.SessionTimeoutMax), "no member could join a group"),
            SettingsRule.AtMost(
                nameof(BrokerOptions.ConsumerHeartbeatInterval), nameof(BrokerOptions.ConsumerSessionTimeout), "every member would be taken for dead before it may speak again"),
            SettingsRule.AtMost(nameof(BrokerOptions.FrameBeforeAuthenticationMaxBytes), nameof(BrokerOptions.FrameMaxBytes), "who has signed in may send as much as who has not"),
            SettingsRule.AtMost(nameof(BrokerOptions.FrameBeforeAuthenticationMaxBytes), nameof(BrokerOptions.WaitingMaxBytes), "the largest frame before sign-in would wait for ever"),
            SettingsRule.AtMost(nameof(BrokerOptions.FrameMaxBytes), nameof(BrokerOptions.RequestsPerTenantMaxBytes), "the largest frame would wait for ever"),
            SettingsRule.AtMost(nameof(BrokerOptions.RequestsPerTenantMaxBytes), nameof(BrokerOptions.InFlightMaxBytes), "one tenant could take the memory of all"),
            SettingsRule.AtMost(nameof(BrokerOptions.FrameMaxBytes), "Kafka:Log:PendingMaxBytes", "the largest request could never be appended"),
            SettingsRule.AtMost(nameof(BrokerOptions.PartitionsDefault), nameof(BrokerOptions.PartitionsPerTopicMax), "no topic could be made without saying how many")),
        OptionsSection.Of<LogOptions>("Kafka:Log").With(
            SettingsRule.AtMost(nameof(LogOptions.RoundMaxBytes), nameof(LogOptions.PendingMaxBytes), "no round could be that large")),
    ];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables { get; } =
    [
        BrokerState.Values, TopicTables.Topics, TopicTables.Usages, TopicTables.Deletions, GroupTables.Groups, GroupTables.Offsets,
        TransactionTables.Transactions, TransactionTables.Partitions, TransactionTables.Offsets, TrafficQuota.Table,
    ];

    /// <summary>Registers an opened broker and what serves its connections. The caller disposes the broker after the host has stopped.</summary>
    public static IServiceCollection AddKafka(this IServiceCollection services, Broker broker) =>
        services.AddSingleton(broker).AddTopics(broker.Logs, broker.Groups).AddSingleton<KafkaConnectionHandler>();

    /// <summary>Registers the logs of topics, and their records and the groups that read them for people who look at them.</summary>
    public static IServiceCollection AddTopics(this IServiceCollection services, TopicLogs logs, GroupDirectory groups) => services
        .AddSingleton(logs)
        .AddSingleton<RecordsOf>(topic => new LoggedRecords(logs, topic))
        .AddSingleton<IConsumerGroups>(provider => new BrokerGroups(groups, logs, provider.GetRequiredService<TimeProvider>()));

    /// <summary>Serves Kafka on an endpoint of Kestrel; TLS, if any, is set on the same endpoint before this call.</summary>
    public static ListenOptions UseKafka(this ListenOptions listen)
    {
        listen.UseConnectionHandler<KafkaConnectionHandler>();
        return listen;
    }
}
