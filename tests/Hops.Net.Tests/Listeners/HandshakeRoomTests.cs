using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Net.Http;
using Hops.Net.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hops.Net.Tests.Listeners;

/// <summary>Listeners that encrypt, before which crowds wait that say nothing or half of something.</summary>
public sealed class HandshakeRoomTests : IAsyncLifetime
{
    private const int HandshakesMax = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly X509Certificate2 _certificate = Certificate();
    private readonly ServerListeners _listeners = ServerListeners.Bind(
        new Dictionary<string, ListenerOptions>
        {
            ["http"] = new() { Tls = true, HandshakesMax = HandshakesMax },
            ["kafka"] = new() { Tls = true, HandshakesMax = HandshakesMax, Protocol = ListenerProtocol.Kafka },
        },
        [ListenerProtocol.Http, ListenerProtocol.Kafka],
        isLocalNeeded: false);

    private WebApplication _application = null!;

    public async Task InitializeAsync()
    {
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
            TimeProvider.System);
        _application = builder.Build();
        _application.UseHttpWaiting();
        _application.MapGet("/", () => "well");
        await _application.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _application.DisposeAsync();
        _listeners.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("http", "")]
    [InlineData("http", "16 03 01 02 00")]
    [InlineData("kafka", "")]
    [InlineData("kafka", "16 03 01 02 00")]
    public async Task Handshakes_that_do_not_go_on_shut_nobody_out(string listener, string hex)
    {
        var port = PortOf(listener);
        await using var inside = await OpenAsync(port);
        var crowd = new List<TcpClient>();
        for (var number = 0; number < 200; number++)
        {
            crowd.Add(new TcpClient("127.0.0.1", port));
            await crowd[^1].GetStream().WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        }

        // The oldest of the crowd goes long before its 10 seconds are over, and whoever has shaken hands stays.
        (await EndedAsync(crowd[0])).ShouldBeTrue();
        await using var newcomer = await OpenAsync(port);
        (await AskAsync(inside)).ShouldNotBe(0);
        (await AskAsync(newcomer)).ShouldNotBe(0);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        while (crowd.Count(client => !IsEnded(client)) > HandshakesMax)
            await Task.Delay(10, patience.Token);
        crowd.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Whoever_has_shaken_hands_no_longer_counts()
    {
        var inside = new List<SslStream>();
        for (var number = 0; number < HandshakesMax * 3; number++)
            inside.Add(await OpenAsync(PortOf("kafka")));

        foreach (var stream in inside)
            (await AskAsync(stream)).ShouldNotBe(0);
        foreach (var stream in inside)
            await stream.DisposeAsync();
    }

    private int PortOf(string listener) => _listeners.All.Single(one => one.Name == listener).EndPoint.Port;

    private static async Task<SslStream> OpenAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        var client = new TcpClient("127.0.0.1", port);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, patience.Token);
        return stream;
    }

    /// <summary>Says something that both listeners answer.</summary>
    /// <returns>Bytes of the answer; 0 if the connection has ended.</returns>
    private static async Task<int> AskAsync(SslStream stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), patience.Token);
        return await stream.ReadAsync(new byte[1000], patience.Token);
    }

    private static async Task<bool> EndedAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], patience.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsEnded(TcpClient client) => client.Client.Poll(0, SelectMode.SelectRead);

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
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
