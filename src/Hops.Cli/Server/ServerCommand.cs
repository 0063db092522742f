using System.CommandLine;
using System.Globalization;
using System.Net;
using Hops.Cli.Settings;
using Hops.Core.Errors;
using Hops.Core.Settings;

namespace Hops.Cli.Server;

/// <summary><c>hops server</c>: all roles in one process on one data directory.</summary>
internal static class ServerCommand
{
    /// <summary>How long it may take to stop: queries finish their batch, then connections drain, then everything is closed.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Name of the command.</summary>
    public const string Name = "server";

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Address to listen on; anything but 127.0.0.1 is reached by others, without TLS",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private static readonly Option<int> HttpPort = new("--http-port")
    {
        Description = "Port of REST, WebHDFS and the schema registry; 0 for a free one",
        HelpName = "PORT",
        DefaultValueFactory = _ => ServerSettings.HttpPortDefault,
    };

    private static readonly Option<int> KafkaPort = new("--kafka-port")
    {
        Description = "Port of the broker; 0 for a free one",
        HelpName = "PORT",
        DefaultValueFactory = _ => ServerSettings.KafkaPortDefault,
    };

    private static readonly Option<string?> AdvertisedHost = new("--advertised-host")
    {
        Description = "Host name that Kafka clients are told to connect to",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command(Name, "Run the platform: REST, HopsFS, broker, registry and streaming queries in one process")
        {
            Options = { SettingOptions.Data, SettingOptions.Config, SettingOptions.Set, Listen, HttpPort, KafkaPort, AdvertisedHost },
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = Read(arguments);
            await using var server = await ServerInstance.StartAsync(settings, cancellationToken);
            Banner(server, settings);
            await server.WaitForShutdownAsync(cancellationToken);
            Console.Out.WriteLine("hops: stopping");
            return ExitCode.Ok;
        });
        return command;
    }

    private static ServerSettings Read(ParseResult arguments)
    {
        if (!IPAddress.TryParse(arguments.GetValue(Listen), out var address))
            throw new PlatformException(ErrorCode.InvalidArgument, $"'{arguments.GetValue(Listen)}' is not an IP address.");
        return new ServerSettings
        {
            DataDirectory = SettingOptions.DataDirectory(arguments),
            Modules = SettingOptions.Bind(arguments, Flags(arguments)),
            Listen = address,
            HttpPort = arguments.GetValue(HttpPort),
            KafkaPort = arguments.GetValue(KafkaPort),
            AdvertisedHost = arguments.GetValue(AdvertisedHost),
        };
    }

    private static IEnumerable<GivenSetting> Flags(ParseResult arguments) =>
        arguments.GetValue(AdvertisedHost) is { } name ? [new GivenSetting("Kafka:AdvertisedHost", name, AdvertisedHost.Name)] : [];

    private static void Banner(ServerInstance server, ServerSettings settings)
    {
        var write = Console.Out;
        write.WriteLine($"hops {typeof(ServerCommand).Assembly.GetName().Version?.ToString(3)}, data in {settings.DataDirectory}");
        write.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  REST       {server.Addresses.Http}api/v1 (description: /openapi/v1.json)"));
        write.WriteLine($"  WebHDFS    {server.Addresses.Http}webhdfs/v1");
        write.WriteLine($"  registry   {server.Addresses.Registry}");
        write.WriteLine($"  Kafka      {server.Addresses.Kafka} (SASL PLAIN, SCRAM-SHA-256, SCRAM-SHA-512)");
        write.WriteLine($"  runners    {Jobs.Sandbox.Confinement.Describe()}");
        if (!IPAddress.IsLoopback(settings.Listen))
            write.WriteLine("  warning    others can connect, and nothing is encrypted: put TLS in front of it");
        if (server.OneTimeSecret is { } secret)
        {
            write.WriteLine($"  first run  sign in once as 'admin' with {secret.Password} (also in {secret.Path}); you will choose a password:");
            write.WriteLine($"             hops login --url {server.Addresses.Http} admin");
        }

        write.WriteLine("ready");
        write.Flush();
    }
}
