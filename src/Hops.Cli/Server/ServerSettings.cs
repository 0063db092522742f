using System.Net;
using Hops.Core.Settings;

namespace Hops.Cli.Server;

/// <summary>Settings of <c>hops server</c>: each is an option of the command.</summary>
internal sealed record ServerSettings
{
    /// <summary>Port of REST, WebHDFS and the schema registry when none is given.</summary>
    public const int HttpPortDefault = 9480;

    /// <summary>Port of the broker when none is given: Kafka's own.</summary>
    public const int KafkaPortDefault = 9092;

    /// <summary>Directory that holds everything.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The settings of all modules.</summary>
    public required BoundSettings Modules { get; init; }

    /// <summary>Address to listen on; 127.0.0.1 unless told otherwise.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Port of REST, WebHDFS and the schema registry; 0 for a free one.</summary>
    public int HttpPort { get; init; } = HttpPortDefault;

    /// <summary>Port of the broker; 0 for a free one.</summary>
    public int KafkaPort { get; init; } = KafkaPortDefault;

    /// <summary>Host name that clients are told to connect to; null for the address at which they arrive.</summary>
    public string? AdvertisedHost { get; init; }
}
