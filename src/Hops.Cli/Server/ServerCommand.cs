using System.CommandLine;
using Hops.Cli.Settings;
using Hops.Core.Settings;

namespace Hops.Cli.Server;

/// <summary><c>hops server</c>: all roles in one process on one data directory.</summary>
internal static class ServerCommand
{
    /// <summary>How long it may take to stop: queries finish their batch, then connections drain, then everything is closed.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Name of the command.</summary>
    public const string Name = "server";

    private static readonly Option<string?> Listen = new("--listen")
    {
        Description = "Address of the listeners http and kafka; anything but 127.0.0.1 is reached by others",
        HelpName = "ADDRESS",
    };

    private static readonly Option<string?> HttpPort = new("--http-port")
    {
        Description = "Port of REST, WebHDFS and the schema registry; 0 for a free one; without it 9480",
        HelpName = "PORT",
    };

    private static readonly Option<string?> KafkaPort = new("--kafka-port")
    {
        Description = "Port of the broker; 0 for a free one; without it 9092",
        HelpName = "PORT",
    };

    private static readonly Option<string?> Roles = new("--roles")
    {
        Description = "What it does, between commas: " + string.Join(", ", ServerRoles.Names) + "; without it all",
        HelpName = "ROLES",
    };

    private static readonly Option<string?> AdvertisedHost = new("--advertised-host")
    {
        Description = "Host name that clients are told to connect to",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command(Name, "Run the platform: REST, HopsFS, broker, registry and streaming queries in one process")
        {
            Options = { SettingOptions.Data, SettingOptions.Config, SettingOptions.Set, Listen, HttpPort, KafkaPort, AdvertisedHost, Roles },
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var settings = Read(arguments);
            await using var server = await ServerInstance.StartAsync(settings, cancellationToken);
            ServerBanner.Print(Console.Out, server, settings);
            await server.WaitForShutdownAsync(cancellationToken);
            Console.Out.WriteLine("hops: stopping");
            return ExitCode.Ok;
        });
        return command;
    }

    private static ServerSettings Read(ParseResult arguments) =>
        new(SettingOptions.DataDirectory(arguments), SettingOptions.Bind(arguments, Flags(arguments)));

    /// <summary>Options that are settings with a shorter name.</summary>
    private static IEnumerable<GivenSetting> Flags(ParseResult arguments) =>
        from flag in new (Option<string?> Option, string[] Settings)[]
        {
            (Listen, ["Listeners:http:Address", "Listeners:kafka:Address"]),
            (HttpPort, ["Listeners:http:Port"]),
            (KafkaPort, ["Listeners:kafka:Port"]),
            (AdvertisedHost, ["Listeners:http:AdvertisedHost", "Listeners:kafka:AdvertisedHost"]),
            (Roles, ["Server:Roles"]),
        }
        let value = arguments.GetValue(flag.Option)
        where value is not null
        from setting in flag.Settings
        select new GivenSetting(setting, value, flag.Option.Name);
}
