using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hops.Core.Errors;

namespace Hops.Net.Listeners;

/// <summary>A listener whose port is taken for this process. Connections wait in the kernel until the host serves them.</summary>
public sealed class BoundListener : IDisposable
{
    /// <summary>Connections that may wait in the kernel, as Kestrel's default.</summary>
    private const int Backlog = 512;

    private BoundListener(string name, ListenerOptions options, Socket socket) => (Name, Options, Socket) = (name, options, socket);

    /// <summary>Its name among the settings.</summary>
    public string Name { get; }

    /// <summary>Its settings.</summary>
    public ListenerOptions Options { get; }

    /// <summary>Where it listens: with the port that the kernel chose, if any was to be chosen.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    /// <summary>The socket; given to the host, which then closes it.</summary>
    internal Socket Socket { get; }

    /// <summary>Host name or address at which this machine reaches it.</summary>
    public string LocalHost => IsEverywhere ? "127.0.0.1" : Bracketed(Options.Address.ToString());

    /// <summary>Host name or address that clients are told.</summary>
    public string AdvertisedHost => Options.AdvertisedHost ?? LocalHost;

    /// <summary>Port that clients are told.</summary>
    public int AdvertisedPort => Options.AdvertisedPort ?? EndPoint.Port;

    /// <summary>True if it listens on every address of the machine.</summary>
    public bool IsEverywhere => Options.Address.Equals(IPAddress.Any) || Options.Address.Equals(IPAddress.IPv6Any);

    /// <summary>True if others than this machine can connect.</summary>
    public bool IsOpenToOthers => !IPAddress.IsLoopback(Options.Address);

    /// <summary>Its URL for clients; for HTTP.</summary>
    public Uri Url => new UriBuilder(Options.Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, AdvertisedHost, AdvertisedPort).Uri;

    /// <summary>Host and port for clients; for Kafka.</summary>
    public string HostAndPort => string.Create(CultureInfo.InvariantCulture, $"{AdvertisedHost}:{AdvertisedPort}");

    /// <summary>Takes the port.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>: it is taken, or may not be; <c>InvalidArgument</c>: no such address here.</exception>
    public static BoundListener Bind(string name, ListenerOptions options)
    {
        var socket = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (options.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(options.Address, options.Port));
            // Bound alone is not enough: Linux lets two processes bind what neither listens on.
            socket.Listen(Backlog);
            return new BoundListener(name, options, socket);
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw Refusal(name, options, fault);
        }
    }

    /// <summary>Gives the port back, if no host has taken the socket.</summary>
    public void Dispose() => Socket.Dispose();

    private static PlatformException Refusal(string name, ListenerOptions options, SocketException fault)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"The listener '{name}' cannot have {Bracketed(options.Address.ToString())}:{options.Port}: ");
        var port = name is "http" or "kafka" ? $"with --{name}-port or Listeners:{name}:Port" : $"with Listeners:{name}:Port";
        return fault.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => new PlatformException(ErrorCode.Unavailable, $"{at}another program listens there. Stop it, or choose another port {port}.", fault),
            SocketError.AccessDenied => new PlatformException(
                ErrorCode.Unavailable, $"{at}this user may not have that port. Choose one from 1024 on {port}.", fault),
            SocketError.AddressNotAvailable => new PlatformException(
                ErrorCode.InvalidArgument, $"{at}this machine has no such address. Choose another with --listen or Listeners:{name}:Address.", fault),
            _ => new PlatformException(ErrorCode.Unavailable, at + fault.Message, fault),
        };
    }

    private static string Bracketed(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
}
