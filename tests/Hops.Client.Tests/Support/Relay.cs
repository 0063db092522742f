using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hops.Client.Topics;

namespace Hops.Client.Tests.Support;

/// <summary>A network between a client and a server that may come and go: one port, whose connections are cut, muted or robbed of an answer.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile int _target;
    private volatile bool _isMute;
    private int _answersToLose;
    private int _accepted;

    public Relay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public BrokerAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>Connections that clients have made so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Leads new connections to another port.</summary>
    public void Retarget(int port) => _target = port;

    /// <summary>Cuts all connections.</summary>
    public void Cut()
    {
        foreach (var client in _open.Keys)
            client.Dispose();
    }

    /// <summary>Cuts the connection on which the server answers next, in place of passing the answer on.</summary>
    public void LoseNextAnswer() => Volatile.Write(ref _answersToLose, 1);

    /// <summary>From now on whatever the server answers is dropped, and nothing is cut.</summary>
    public void Mute() => _isMute = true;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                _ = ServeAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay is closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            _open[client] = 0;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), isAnswer: false), PumpAsync(server.GetStream(), client.GetStream(), isAnswer: true));
            }
            catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                // One of both ends is gone, and so is the other in a moment.
            }

            _open.TryRemove(client, out _);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, _end.Token)) > 0)
            {
                if (isAnswer && Interlocked.Exchange(ref _answersToLose, 0) > 0)
                    return;
                if (!isAnswer || !_isMute)
                    await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of this direction.
        }
    }
}
