using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Hops.Net.Http;
using Hops.Net.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hops.Net.Tests.Support;

/// <summary>A server with listeners that encrypt: <c>http</c>, and <c>kafka</c>, which sends back what it gets.</summary>
internal sealed class EncryptedServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly X509Certificate2 _certificate = Certificate();
    private readonly ServerListeners _listeners;
    private readonly WebApplication _application;

    private EncryptedServer(int handshakesMax, TimeProvider clock)
    {
        _listeners = ServerListeners.Bind(
            new Dictionary<string, ListenerOptions>
            {
                ["http"] = new() { Tls = true, HandshakesMax = handshakesMax },
                ["kafka"] = new() { Tls = true, HandshakesMax = handshakesMax, Protocol = ListenerProtocol.Kafka },
            },
            [ListenerProtocol.Http, ListenerProtocol.Kafka],
            isLocalNeeded: false);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var waiting = new HttpWaiting(TimeProvider.System, new HttpFrontOptions());
        builder.WebHost.UseListeners(
            _listeners,
            _ => [_certificate],
            new Dictionary<string, ClientAuthority>(),
            new Dictionary<ListenerProtocol, Action<ListenOptions>>
            {
                [ListenerProtocol.Http] = listen => listen.UseHttpWaiting(waiting),
                [ListenerProtocol.Kafka] = listen => listen.Run(EchoAsync),
            },
            clock);
        _application = builder.Build();
        _application.UseHttpWaiting();
        _application.MapGet("/", () => "well");
    }

    /// <summary>Starts it.</summary>
    /// <param name="handshakesMax">Handshakes under way at each listener.</param>
    /// <param name="clock">Says how long a handshake has taken.</param>
    public static async Task<EncryptedServer> StartAsync(int handshakesMax, TimeProvider clock)
    {
        var server = new EncryptedServer(handshakesMax, clock);
        await server._application.StartAsync();
        return server;
    }

    public int PortOf(string listener) => _listeners.All.Single(one => one.Name == listener).EndPoint.Port;

    /// <summary>True if the server ends a connection well before the time for a handshake is over; it may say something first.</summary>
    public static async Task<bool> EndedAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        var said = new byte[100];
        try
        {
            while (await client.GetStream().ReadAsync(said, patience.Token) > 0)
            {
                // An alert, of which nobody reads what it says.
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _listeners.Dispose();
        _certificate.Dispose();
    }

    private static async Task EchoAsync(ConnectionContext connection)
    {
        while (await connection.Transport.Input.ReadAsync() is { Buffer: { IsEmpty: false } buffer })
        {
            foreach (var segment in buffer)
                await connection.Transport.Output.WriteAsync(segment);
            connection.Transport.Input.AdvanceTo(buffer.End);
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var authority = new TestAuthority();
        return authority.Issue("CN=localhost", isForServers: true);
    }
}
