using Hops.Net.Connections;
using Microsoft.AspNetCore.Connections;

namespace Hops.Net.Listeners;

/// <summary>
/// Connections of one listener whose TLS handshake is under way: they have a time for it, and the one that has waited longest goes when there
/// are too many. Each holds buffers and the state of its handshake, and no protocol knows of it yet.
/// </summary>
/// <param name="clock">Source of time.</param>
/// <param name="handshakesMax">How many may be under way.</param>
internal sealed class HandshakeRoom(TimeProvider clock, int handshakesMax)
{
    /// <summary>How long a handshake may take; that of the host, which cannot be left out, comes no earlier.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly WaitingRoom _room = new(clock, new WaitingRoomLimits(handshakesMax, MaxBytes: 0, Timeout));

    /// <summary>Before the handshake.</summary>
    public async Task EnterAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var place = _room.Enter(why => connection.Abort(new ConnectionAbortedException(why)));
        connection.Items[typeof(HandshakeRoom)] = place;
        await next(connection);
    }

    /// <summary>After it.</summary>
    public static Task LeaveAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Items.Remove(typeof(HandshakeRoom), out var place))
            (place as IDisposable)?.Dispose();
        return next(connection);
    }
}
