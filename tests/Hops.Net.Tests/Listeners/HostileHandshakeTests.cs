using System.Diagnostics;
using System.Net.Sockets;
using Hops.Net.Tests.Support;

namespace Hops.Net.Tests.Listeners;

/// <summary>Handshakes of TLS that begin again, promise too much, or never end.</summary>
public sealed class HostileHandshakeTests : IAsyncLifetime
{
    private const int RecordMaxBytes = 16 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly HandClock _clock = new();
    private EncryptedServer _server = null!;

    public async Task InitializeAsync() => _server = await EncryptedServer.StartAsync(handshakesMax: 20, _clock);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>A handshake costs the server many times what it costs the client, and a connection that has shaken hands counts as one no more (RFC 5746 section 1).</summary>
    [OpenSslTheory]
    [InlineData("http")]
    [InlineData("kafka")]
    public async Task Whoever_wants_to_shake_hands_again_is_cut_off(string listener)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = Process.Start(new ProcessStartInfo("openssl", ["s_client", "-tls1_2", "-connect", $"127.0.0.1:{_server.PortOf(listener)}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = client.StandardError.ReadToEndAsync(patience.Token);
        while (await client.StandardOutput.ReadLineAsync(patience.Token) is { } line && !line.Contains("Extended master secret", StringComparison.Ordinal))
        {
            // It tells of its first handshake.
        }

        await client.StandardInput.WriteLineAsync("R".AsMemory(), patience.Token);
        await client.StandardInput.FlushAsync(patience.Token);

        await client.WaitForExitAsync(patience.Token);
        (await errors).ShouldContain("RENEGOTIATING");
        client.ExitCode.ShouldNotBe(0, "it has not ended by itself");
    }

    [Theory]
    [InlineData("http", "")]
    [InlineData("kafka", "")]
    [InlineData("http", "16 03 01 02 00 01 00")]
    [InlineData("kafka", "16 03 01 02 00 01 00")]
    public async Task A_handshake_that_does_not_end_is_cut_when_its_time_is_over(string listener, string hex)
    {
        using var client = new TcpClient("127.0.0.1", _server.PortOf(listener));
        await client.GetStream().WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        await _clock.Started.WaitAsync(Patience);
        client.Client.Poll(0, SelectMode.SelectRead).ShouldBeFalse();

        _clock.Fire();

        (await EncryptedServer.EndedAsync(client)).ShouldBeTrue();
    }

    /// <summary>A message may be of 16 MB by its length (RFC 8446 section 4), and would be kept until it is whole.</summary>
    [Theory]
    [InlineData("http")]
    [InlineData("kafka")]
    public async Task A_message_that_promises_megabytes_is_not_waited_for(string listener)
    {
        using var client = new TcpClient("127.0.0.1", _server.PortOf(listener));
        var record = new byte[5 + RecordMaxBytes];
        byte[] head = [0x16, 0x03, 0x01, RecordMaxBytes >> 8, RecordMaxBytes & 0xff, 0x01, 0xff, 0xff, 0xff, 0x03, 0x03];
        head.CopyTo(record, 0);

        await client.GetStream().WriteAsync(record);

        (await EncryptedServer.EndedAsync(client)).ShouldBeTrue();
    }
}
