using Hops.Core.Settings;
using Hops.Kafka.Cluster;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Metadata.Tables;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Kafka;

/// <summary>How the broker becomes part of a process: its tables, its registration, its listener.</summary>
public static class KafkaModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<BrokerOptions>("Kafka"), OptionsSection.Of<LogOptions>("Kafka:Log")];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables { get; } =
        [BrokerState.Values, TopicTables.Topics, TopicTables.Usages, TopicTables.Deletions, GroupTables.Groups, GroupTables.Offsets];

    /// <summary>Registers an opened broker and what serves its connections. The caller disposes the broker after the host has stopped.</summary>
    public static IServiceCollection AddKafka(this IServiceCollection services, Broker broker) =>
        services.AddSingleton(broker).AddSingleton(broker.Logs).AddSingleton<KafkaConnectionHandler>();

    /// <summary>Serves Kafka on an endpoint of Kestrel; TLS, if any, is set on the same endpoint before this call.</summary>
    public static ListenOptions UseKafka(this ListenOptions listen)
    {
        listen.UseConnectionHandler<KafkaConnectionHandler>();
        return listen;
    }
}
