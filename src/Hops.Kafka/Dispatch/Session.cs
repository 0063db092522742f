using System.Net;
using Hops.Core.Identity;
using Hops.Kafka.Fetch;
using Hops.Kafka.Security;
using Hops.Net.Listeners;
using Hops.Net.Memory;

namespace Hops.Kafka.Dispatch;

/// <summary>What a connection is: its ends, and who has authenticated on it. Touched by the reader of the connection only.</summary>
public sealed class Session
{
    /// <param name="options">Options of the broker.</param>
    /// <param name="local">Our end.</param>
    /// <param name="remote">The client's end.</param>
    /// <param name="advertised">What the listener of the connection tells clients; null to go by the options.</param>
    /// <param name="aborted">Fires when nobody waits for answers any more.</param>
    public Session(BrokerOptions options, EndPoint? local, EndPoint? remote, AdvertisedAddress? advertised, CancellationToken aborted)
    {
        var ours = local as IPEndPoint;
        Aborted = aborted;
        Unsent = new UnsentBytes(options.UnsentMaxBytes);
        AdvertisedHost = advertised?.Host ?? options.AdvertisedHost ?? Text(ours?.Address) ?? "localhost";
        AdvertisedPort = advertised?.Port ?? options.AdvertisedPort ?? ours?.Port ?? 9092;
        ClientHost = "/" + (Text((remote as IPEndPoint)?.Address) ?? "unknown");
    }

    /// <summary>Fires when nobody waits for answers any more: the peer has closed its side, the connection is gone, or the broker stops.</summary>
    public CancellationToken Aborted { get; }

    /// <summary>
    /// Fires when the connection is gone or the broker stops, and not when the peer has closed its side: what it sent before without asking for
    /// an answer is taken.
    /// </summary>
    public required CancellationToken Ended { get; init; }

    /// <summary>Name of this broker as this client can reach it: as configured, or the address at which the client arrived.</summary>
    public string AdvertisedHost { get; }

    /// <summary>Port of this broker as this client can reach it.</summary>
    public int AdvertisedPort { get; }

    /// <summary>The client's address with a leading slash, as DescribeGroups shows it.</summary>
    public string ClientHost { get; }

    /// <summary>Who has authenticated; null before.</summary>
    public Principal? Principal { get; set; }

    /// <summary>
    /// Its place among those who have not signed in; null before it is given one. Left before the client hears that it has signed in, so that
    /// no crowd can take it for the oldest who waits.
    /// </summary>
    internal IDisposable? Place { get; set; }

    /// <summary>Turns at what takes long.</summary>
    public required FairTurns Turns { get; init; }

    /// <summary>Who is charged for what the connection makes us hold; null before it has signed in.</summary>
    internal OwnerAccounts? Accounts { get; set; }

    /// <summary>Responses that the peer has not taken.</summary>
    internal UnsentBytes Unsent { get; }

    /// <summary>What it fetches again and again; null without a session.</summary>
    internal FetchSession? Fetches { get; set; }

    /// <summary>The SASL exchange under way; null before a handshake.</summary>
    internal SaslExchange? Exchange { get; set; }

    /// <summary>True if the next frames are raw SASL tokens, as a handshake of version 0 makes them.</summary>
    internal bool IsRawSasl { get; set; }

    /// <summary>True if the connection closes after the responses that are pending.</summary>
    internal bool IsClosing { get; set; }

    /// <summary>Forgets what it fetches again and again.</summary>
    internal void EndFetches()
    {
        Fetches?.Dispose();
        Fetches = null;
    }

    private static string? Text(IPAddress? address) =>
        address is null ? null : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
