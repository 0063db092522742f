using System.Net.Security;
using System.Net.Sockets;
using Hops.Net.Tests.Support;

namespace Hops.Net.Tests.Listeners;

/// <summary>Listeners that encrypt, before which crowds wait that say nothing or half of something.</summary>
public sealed class HandshakeRoomTests : IAsyncLifetime
{
    private const int HandshakesMax = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private EncryptedServer _server = null!;

    public async Task InitializeAsync() => _server = await EncryptedServer.StartAsync(HandshakesMax, TimeProvider.System);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("http", "")]
    [InlineData("http", "16 03 01 02 00")]
    [InlineData("kafka", "")]
    [InlineData("kafka", "16 03 01 02 00")]
    public async Task Handshakes_that_do_not_go_on_shut_nobody_out(string listener, string hex)
    {
        var port = _server.PortOf(listener);
        await using var inside = await OpenAsync(port);
        var crowd = new List<TcpClient>();
        for (var number = 0; number < 200; number++)
        {
            crowd.Add(new TcpClient("127.0.0.1", port));
            await crowd[^1].GetStream().WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        }

        // The oldest of the crowd goes long before its 10 seconds are over, and whoever has shaken hands stays.
        (await EncryptedServer.EndedAsync(crowd[0])).ShouldBeTrue();
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
            inside.Add(await OpenAsync(_server.PortOf("kafka")));

        foreach (var stream in inside)
            (await AskAsync(stream)).ShouldNotBe(0);
        foreach (var stream in inside)
            await stream.DisposeAsync();
    }

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

    private static bool IsEnded(TcpClient client) => client.Client.Poll(0, SelectMode.SelectRead);
}
