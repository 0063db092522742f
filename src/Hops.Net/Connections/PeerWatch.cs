using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Hops.Net.Connections;

/// <summary>
/// Tells connections that work for their peer when it has closed or reset them. The host hears of that by reading, and does not read while
/// requests that came earlier wait for their turn. Looks at the sockets of those that work a few times a second, so a request costs
/// neither a timer nor a system call. Thread safe.
/// </summary>
public sealed class PeerWatch : IDisposable
{
    /// <summary>A quarter of the second that a peer may cost us after it has gone.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Level and name of <c>TCP_INFO</c>, whose first byte is the state of the connection (tcp(7), <c>linux/tcp.h</c>).</summary>
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;

    /// <summary><c>TCP_CLOSE</c> and <c>TCP_CLOSE_WAIT</c> of <c>net/tcp_states.h</c> (RFC 9293 section 3.3.2).</summary>
    private const byte Closed = 7;
    private const byte CloseWait = 8;

    private readonly ConcurrentDictionary<Watched, byte> _watched = new();
    private readonly ITimer _timer;

    /// <param name="clock">Source of time.</param>
    public PeerWatch(TimeProvider clock)
    {
        _timer = clock.CreateTimer(static watch => ((PeerWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Watches a connection.</summary>
    /// <param name="socket">Its socket, below TLS too.</param>
    /// <param name="isWorking">Whether a request is under way; read on any thread.</param>
    /// <param name="left">
    /// Told that the peer is no longer open: again at each look, on any thread, never after the disposal. Must not block.
    /// </param>
    /// <returns>To be disposed before what <paramref name="left"/> uses.</returns>
    public IDisposable Enter(Socket socket, Func<bool> isWorking, Action<PeerState> left)
    {
        var watched = new Watched(this, socket, isWorking, left);
        _watched.TryAdd(watched, 0);
        return watched;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        foreach (var (watched, _) in _watched)
            watched.Look();

        // One look after the other: a look at very many connections may take longer than the interval.
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private static PeerState StateOf(Socket socket)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return socket.Poll(0, SelectMode.SelectError) ? PeerState.Gone : PeerState.Open;

            // An error is told once, to whoever asks first, and that may have been a send of ours; the state stays. An end is behind what
            // has not been read.
            Span<byte> state = [0];
            _ = socket.GetRawSocketOption(TcpLevel, TcpInfo, state);
            return state[0] switch
            {
                Closed => PeerState.Gone,
                CloseWait => PeerState.Finished,
                _ => PeerState.Open,
            };
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            return PeerState.Gone;
        }
    }

    private sealed class Watched(PeerWatch watch, Socket socket, Func<bool> isWorking, Action<PeerState> left) : IDisposable
    {
        private readonly Lock _lock = new();
        private bool _isDisposed;

        public void Look()
        {
            if (!isWorking())
                return;
            var state = StateOf(socket);
            if (state == PeerState.Open)
                return;
            lock (_lock)
            {
                if (!_isDisposed)
                    left(state);
            }
        }

        public void Dispose()
        {
            watch._watched.TryRemove(this, out _);
            lock (_lock)
                _isDisposed = true;
        }
    }
}
