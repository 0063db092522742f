using System.Net;
using System.Net.Sockets;
using System.Text;
using Hops.Net.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hops.Net.Tests.Http;

public sealed class HttpWaitingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpWaiting _waiting = new(TimeProvider.System, new HttpFrontOptions { WaitingConnectionsMax = 20 });
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _application = null!;
    private int _port;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        ListenOptions? listening = null;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listening = listen.UseHttpWaiting(_waiting)));
        _application = builder.Build();
        _application.UseHttpWaiting();
        _application.MapGet("/", () => "well");
        _application.MapGet("/long", async () =>
        {
            _begun.SetResult();
            await _release.Task;
            return "done";
        });
        await _application.StartAsync();
        _port = listening!.IPEndPoint!.Port;
    }

    public async Task DisposeAsync() => await _application.DisposeAsync();

    [Fact]
    public async Task Half_requests_shut_nobody_out()
    {
        var half = new List<TcpClient>();
        for (var number = 0; number < 100; number++)
        {
            var client = new TcpClient("127.0.0.1", _port);
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray());
            half.Add(client);
        }

        using var http = new HttpClient { Timeout = Patience };
        (await http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/"))).ShouldBe("well");
        await EndedAsync(half[0]);
        await EndedAsync(half[50]);
        _waiting.Count.ShouldBeLessThanOrEqualTo(20);
        half.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Half_a_request_does_not_hold_up_a_stop()
    {
        using var half = new TcpClient("127.0.0.1", _port);
        await half.GetStream().WriteAsync("GET / HTT"u8.ToArray());
        await UntilWaitingAsync(1);

        var stopping = _application.StopAsync();
        _waiting.DropAll();

        await EndedAsync(half);
        await stopping;
        _waiting.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_under_way_is_not_touched_and_its_connection_serves_the_next_one()
    {
        using var client = new TcpClient("127.0.0.1", _port);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await _begun.Task.WaitAsync(Patience);
        var silent = Enumerable.Range(0, 60).Select(_ => new TcpClient("127.0.0.1", _port)).ToList();
        // All forty that have no place must have gone: one still to be taken in would shut out ours once it waits again.
        foreach (var other in silent.Take(40))
            await EndedAsync(other);

        _release.SetResult();

        (await AnswerAsync(stream)).ShouldContain("done");
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        (await AnswerAsync(stream)).ShouldContain("well");
        silent.ForEach(other => other.Dispose());
    }

    private async Task UntilWaitingAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_waiting.Count < count)
            await Task.Delay(10, patience.Token);
    }

    private static async Task<string> AnswerAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        var text = new StringBuilder();
        var bytes = new byte[4096];
        while (!text.ToString().EndsWith("0\r\n\r\n", StringComparison.Ordinal) && !text.ToString().EndsWith("done", StringComparison.Ordinal) && !text.ToString().EndsWith("well", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(bytes, patience.Token);
            if (read == 0)
                break;
            text.Append(Encoding.ASCII.GetString(bytes, 0, read));
        }

        return text.ToString();
    }

    /// <summary>Waits until the server has closed a connection.</summary>
    private static async Task EndedAsync(TcpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var bytes = new byte[4096];
            while (await client.GetStream().ReadAsync(bytes, patience.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset is an end too.
        }
    }
}
