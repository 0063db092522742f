using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Settings;
using Hops.Net.Memory;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Net.Listeners;

/// <summary>How listeners become part of a process.</summary>
public static class ListenerModule
{
    /// <summary>Port of the listener <c>http</c>.</summary>
    public const int HttpPortDefault = 9480;

    /// <summary>Port of the listener <c>kafka</c>: Kafka's own.</summary>
    public const int KafkaPortDefault = 9092;

    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } =
    [
        OptionsSection.Named("Listeners", Default, "http", "kafka").With(
            SettingsRule.Needs(nameof(ListenerOptions.CertificateFile), nameof(ListenerOptions.Tls), "a certificate is shown in the handshake of TLS"),
            SettingsRule.Needs(nameof(ListenerOptions.KeyFile), nameof(ListenerOptions.CertificateFile), "a key belongs to a certificate"),
            SettingsRule.Needs(nameof(ListenerOptions.ClientCertificate), nameof(ListenerOptions.Tls), "a certificate is shown in the handshake of TLS"),
            SettingsRule.Needs(nameof(ListenerOptions.ClientCertificate), nameof(ListenerOptions.ClientAuthorityFile), "somebody must vouch for certificates")),
    ];

    /// <summary>Lets the host serve ports that are taken already.</summary>
    /// <param name="host">The host.</param>
    /// <param name="listeners">The ports.</param>
    /// <param name="certificates">Certificate and chain of each listener that encrypts.</param>
    /// <param name="authorities">Who signs the certificates of clients, by the name of the listener that asks for them.</param>
    /// <param name="protocols">Gives a listener what it speaks.</param>
    /// <param name="clock">Source of time.</param>
    public static IWebHostBuilder UseListeners(
        this IWebHostBuilder host,
        ServerListeners listeners,
        Func<BoundListener, X509Certificate2Collection> certificates,
        IReadOnlyDictionary<string, ClientAuthority> authorities,
        IReadOnlyDictionary<ListenerProtocol, Action<ListenOptions>> protocols,
        TimeProvider clock)
    {
        var sockets = listeners.All.ToDictionary(one => (EndPoint)one.EndPoint, one => one.Socket);
        return host
            .UseSocketBlocks()
            .UseSockets(transport => transport.CreateBoundListenSocket = endPoint => sockets[endPoint])
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                foreach (var listener in listeners.All)
                    kestrel.Listen(listener.EndPoint, listen => Configure(listen, listener, certificates, authorities, protocols, clock));
            });
    }

    /// <summary>Lets connections take and give their bytes in larger blocks than Kestrel does by itself.</summary>
    public static IWebHostBuilder UseSocketBlocks(this IWebHostBuilder host) =>
        host.ConfigureServices(services => services.AddSingleton<IMemoryPoolFactory<byte>, SocketBlocks.Factory>());

    private static void Configure(
        ListenOptions listen,
        BoundListener listener,
        Func<BoundListener, X509Certificate2Collection> certificates,
        IReadOnlyDictionary<string, ClientAuthority> authorities,
        IReadOnlyDictionary<ListenerProtocol, Action<ListenOptions>> protocols,
        TimeProvider clock)
    {
        // HTTP/1.1 alone: what WebHDFS clients and the limits of bodies are made for.
        listen.Protocols = HttpProtocols.Http1;
        if (listener.Options.Tls)
        {
            var chain = certificates(listener);
            var room = new HandshakeRoom(clock, listener.Options.HandshakesMax);
            listen.Use(next => connection => room.EnterAsync(connection, next));
            listen.UseHttps(https =>
            {
                https.HandshakeTimeout = HandshakeRoom.Timeout;
                https.ServerCertificate = chain[0];
                https.ServerCertificateChain = [.. chain.Skip(1)];
                https.SslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13;
                authorities.GetValueOrDefault(listener.Name)?.Ask(https, listener.Options.ClientCertificate);
                https.OnAuthenticate = static (_, tls) =>
                {
                    tls.EncryptionPolicy = EncryptionPolicy.RequireEncryption;
                    // TLS 1.2 lets a client ask for handshake after handshake on a connection that is counted as one no more.
                    tls.AllowRenegotiation = false;
                };
            });
            listen.Use(next => connection => HandshakeRoom.LeaveAsync(connection, next));
        }

        var advertised = new AdvertisedAddress(listener.Options.AdvertisedHost, listener.Options.AdvertisedPort);
        listen.Use(next => connection =>
        {
            connection.Features.Set(advertised);
            return next(connection);
        });
        protocols[listener.Options.Protocol](listen);
    }

    private static ListenerOptions Default(string name) => name switch
    {
        "http" => new ListenerOptions { Port = HttpPortDefault },
        "kafka" => new ListenerOptions { Protocol = ListenerProtocol.Kafka, Port = KafkaPortDefault },
        _ => new ListenerOptions(),
    };
}
