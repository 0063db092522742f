using System.ComponentModel.DataAnnotations;

namespace Hops.Api.Events;

/// <summary>Settings of the streams of events that browsers hold open.</summary>
public sealed record EventOptions
{
    /// <summary>Streams of one user at a time: a browser has one for each of its windows. Default 20.</summary>
    [Range(1, 10_000)]
    public int StreamsPerUserMax { get; init; } = 20;

    /// <summary>Streams of all users at a time. Default 2,000: each is a connection and some kilobytes.</summary>
    [Range(1, 100_000)]
    public int StreamsMax { get; init; } = 2_000;

    /// <summary>Channels that are kept at a time, those included that somebody may come back to. Default 2,500: one for the inbox of each stream, which is small, and 500 of what they look at.</summary>
    [Range(1, 100_000)]
    public int ChannelsMax { get; init; } = 2_500;

    /// <summary>How far back a stream is taken up again, and how long a channel is kept that nobody listens to. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events of a channel that are kept for that. Default 2,000.</summary>
    [Range(10, 1_000_000)]
    public int ReplayEventsMax { get; init; } = 2_000;

    /// <summary>Bytes of them. Default 4 MiB.</summary>
    [Range(65_536, 1_073_741_824)]
    public int ReplayMaxBytes { get; init; } = 4 << 20;
}
