using Hops.Net.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Hops.Net.Http;

/// <summary>
/// Connections of HTTP on which no request is under way: new ones, those whose request has not come whole as far as its body, and those that
/// are kept alive. They wait in a <see cref="WaitingRoom"/>, so that any number of half requests shuts nobody out: the one that has waited
/// longest goes. A request under way is never touched. Thread safe.
/// </summary>
/// <param name="clock">Source of time.</param>
/// <param name="options">Limits.</param>
public sealed class HttpWaiting(TimeProvider clock, HttpFrontOptions options)
{
    private readonly WaitingRoom _room = new(clock, new WaitingRoomLimits(options.WaitingConnectionsMax, MaxBytes: 0, options.KeepAliveTimeout));

    /// <summary>How many connections wait.</summary>
    public int Count => _room.Count;

    /// <summary>Ends those that wait, for the server stops: it would wait for the rest of half a request as for a request.</summary>
    public void DropAll() => _room.DropAll("The server stops.");

    /// <summary>A connection from its beginning to its end.</summary>
    public async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var seat = new Seat(_room, connection);
        connection.Items[typeof(Seat)] = seat;
        await next(connection);
    }

    /// <summary>A request from the end of its headers to its answer.</summary>
    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var seat = context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(typeof(Seat), out var item) == true ? item as Seat : null;
        seat?.Begin();
        try
        {
            await next(context);
        }
        finally
        {
            seat?.End();
        }
    }

    /// <summary>One connection; it has a place in the room while no request is under way.</summary>
    private sealed class Seat : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly WaitingRoom _room;
        private readonly ConnectionContext _connection;
        private IDisposable? _place;
        private int _requests;

        public Seat(WaitingRoom room, ConnectionContext connection)
        {
            (_room, _connection) = (room, connection);
            _place = Enter();
        }

        public void Begin()
        {
            lock (_lock)
            {
                _requests++;
                Leave_NeedsLock();
            }
        }

        public void End()
        {
            lock (_lock)
            {
                if (--_requests == 0)
                    _place = Enter();
            }
        }

        public void Dispose()
        {
            lock (_lock)
                Leave_NeedsLock();
        }

        private IDisposable Enter() => _room.Enter(why => _connection.Abort(new ConnectionAbortedException(why)));

        private void Leave_NeedsLock()
        {
            _place?.Dispose();
            _place = null;
        }
    }
}
