using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Health;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Produce;
using Hops.Kafka.Topics;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Net.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Kafka.Tests.Support;

/// <summary>A broker on a free port over a temporary directory.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly WebApplication _host;
    private readonly string _directory;
    private readonly bool _ownsDirectory;

    private TestBroker(string directory, bool ownsDirectory, SqliteStore store, Broker broker, WebApplication host, int port)
    {
        _directory = directory;
        _ownsDirectory = ownsDirectory;
        _store = store;
        Broker = broker;
        _host = host;
        Port = port;
    }

    public Broker Broker { get; }

    public SqliteStore Store => _store;

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public static async Task<TestBroker> StartAsync(
        IGate? gate = null, Action<BrokerOptions>? configure = null, TimeProvider? clock = null, string? directory = null,
        HealthBoard? health = null, LogOptions? log = null, DiskReserve? reserve = null, Func<MetadataStore, MetadataStore>? wrap = null,
        X509Certificate2? certificate = null, int port = 0, TopicSchemas? schemas = null, ILoggerProvider? lines = null, MemoryPool<byte>? blocks = null)
    {
        var path = directory ?? Directory.CreateTempSubdirectory("hops-kafka-").FullName;
        var options = new BrokerOptions { RequireSasl = gate is not null };
        configure?.Invoke(options);
        var store = SqliteStore.Open(path, [.. KafkaModule.Tables, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), clock ?? TimeProvider.System);
        var storage = new BrokerStorage(wrap?.Invoke(store) ?? store, new RealDisk(), Path.Combine(path, "topics"), log ?? new LogOptions())
        {
            Reserve = reserve,
            Health = health,
        };
        var broker = await Broker.OpenAsync(
            options, storage, Doors(gate) with { Schemas = schemas ?? TopicSchemas.None }, clock ?? TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (lines is not null)
            builder.Logging.AddProvider(lines);
        if (Environment.GetEnvironmentVariable("HOPS_TEST_LOG") is not null)
            builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddKafka(broker);
        builder.WebHost.UseSocketBlocks();
        if (blocks is not null)
            builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(new GivenBlocks(blocks));
        ListenOptions? listening = null;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
            listening = listen.UseKafka();
        }));
        var host = builder.Build();
        await host.StartAsync();
        return new TestBroker(path, directory is null, store, broker, host, listening!.IPEndPoint!.Port);
    }

    private static BrokerDoors Doors(IGate? gate) =>
        gate is null ? new BrokerDoors(new OpenAuthentication(), new OpenGate()) : new BrokerDoors((IAuthentication)gate, gate);

    public ValueTask<Topic> CreateTopicAsync(string name, int partitions = 1, long tenantId = 0) =>
        _store.WriteAsync(write => Broker.Topics.CreateInAsync(write, OpenGate.Everybody, new NewTopic(tenantId, name, partitions)));

    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5)))
            await _host.StopAsync(patience.Token);
        await _host.DisposeAsync();
        await Broker.DisposeAsync();
        await _store.DisposeAsync();
        if (_ownsDirectory)
            Directory.Delete(_directory, recursive: true);
    }

    private sealed class GivenBlocks(MemoryPool<byte> blocks) : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => blocks;
    }
}
