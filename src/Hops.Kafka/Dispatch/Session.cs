using System.Net;
using Hops.Core.Identity;
using Hops.Kafka.Fetch;
using Hops.Kafka.Security;
using Hops.Kafka.Traffic;
using Hops.Net.Connections;
using Hops.Net.Listeners;
using Hops.Net.Memory;

namespace Hops.Kafka.Dispatch;

/// <summary>What a connection is: its ends, and who has authenticated on it. Touched by the reader of the connection only.</summary>
public sealed class Session
{
    private static readonly TimeSpan RestInterval = TimeSpan.FromSeconds(1);

    private bool _isResting;

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

    /// <summary>When its credential ends; null before it is watched.</summary>
    internal ExpiryWatch.Expiry? Expiry { get; set; }

    /// <summary>Turns at what takes long.</summary>
    public required FairTurns Turns { get; init; }

    /// <summary>Who is charged for what the connection makes us hold; null before it has signed in.</summary>
    internal OwnerAccounts? Accounts { get; set; }

    /// <summary>Responses that the peer has not taken.</summary>
    internal UnsentBytes Unsent { get; }

    /// <summary>What it fetches again and again; null without a session.</summary>
    internal FetchSession? Fetches { get; set; }

    /// <summary>What its tenant produces and fetches; null before it has signed in.</summary>
    internal ProjectTraffic? Traffic { get; set; }

    /// <summary>What its last request has overdrawn; null for nothing. The next one is read when it is even.</summary>
    internal RateBucket? Overdrawn { get; set; }

    /// <summary>True while nothing is read of it for that. Read on any thread.</summary>
    internal bool IsResting => Volatile.Read(ref _isResting);

    /// <summary>The SASL exchange under way; null before a handshake.</summary>
    internal SaslExchange? Exchange { get; set; }

    /// <summary>True if the next frames are raw SASL tokens, as a handshake of version 0 makes them.</summary>
    internal bool IsRawSasl { get; set; }

    /// <summary>True if the connection closes after the responses that are pending.</summary>
    internal bool IsClosing { get; set; }

    /// <summary>Why its last request was none; null if it was one.</summary>
    internal string? Malformed { get; private set; }

    /// <summary>Ends the connection for a request that is none: it closes after the responses that are pending, and this one has no response.</summary>
    internal void Refuse(string malformed) => (Malformed, IsClosing) = (malformed, true);

    /// <summary>Forgets what it fetches again and again.</summary>
    internal void EndFetches()
    {
        Fetches?.Dispose();
        Fetches = null;
    }

    /// <summary>
    /// Waits until nothing is overdrawn, by this connection or another of its tenant. Looks again now and then, for the limit may be another meanwhile.
    /// </summary>
    /// <exception cref="OperationCanceledException">The connection is gone, or the broker stops.</exception>
    internal async ValueTask RestAsync(TimeProvider clock)
    {
        if (Overdrawn is not { } bucket)
            return;
        Overdrawn = null;
        Volatile.Write(ref _isResting, true);
        try
        {
            for (var rest = bucket.Rest; rest > TimeSpan.Zero; rest = bucket.Rest)
                await Task.Delay(rest < RestInterval ? rest : RestInterval, clock, Ended);
        }
        finally
        {
            Volatile.Write(ref _isResting, false);
        }
    }

    private static string? Text(IPAddress? address) =>
        address is null ? null : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
