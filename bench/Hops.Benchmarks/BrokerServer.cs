using System.Globalization;
using System.Net;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Net.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hops.Benchmarks;

/// <summary>
/// A broker that stands alone, for clients that measure it or kill it: <c>broker DIRECTORY PORT [commit|os]</c>. Prints "ready" when it
/// serves; ends on SIGTERM.
/// </summary>
internal static class BrokerServer
{
    public static async Task RunAsync(string[] args)
    {
        var directory = args[0];
        var port = int.Parse(args[1], CultureInfo.InvariantCulture);
        var flush = args.Length > 2 && args[2] == "os" ? FlushMode.Os : FlushMode.Commit;
        Directory.CreateDirectory(directory);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        await using var store = SqliteStore.Open(
            directory, [.. KafkaModule.Tables, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System);
        var storage = new BrokerStorage(store, new RealDisk(), Path.Combine(directory, "topics"), new LogOptions { Flush = flush });
        using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        await using var broker = await Broker.OpenAsync(
            new BrokerOptions { RequireSasl = false, AutoCreateTopics = true }, storage, new BrokerDoors(new OpenAuthentication(), new OpenGate()), TimeProvider.System, logs, CancellationToken.None);
        builder.Services.AddKafka(broker);
        builder.WebHost.UseSocketBlocks().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseKafka()));
        await using var host = builder.Build();
        host.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        await host.RunAsync();
    }
}
