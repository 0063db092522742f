using Hops.Net.Memory;

namespace Hops.Net.Connections;

/// <summary>
/// Connections that have not signed in yet, of any protocol. They have a time to do so, whatever they send; there are few of them, and the one
/// that has waited longest goes when another comes; and their frames share a small account. Connections that have signed in are not here,
/// so no crowd before the door can touch them. Thread safe.
/// </summary>
/// <param name="clock">Source of time.</param>
/// <param name="limits">Its limits.</param>
public sealed class WaitingRoom(TimeProvider clock, WaitingRoomLimits limits)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Place> _places = new();

    /// <summary>Who is in the room is charged for its frames here.</summary>
    public MemoryAccount Account { get; } = new(limits.MaxBytes);

    /// <summary>How many are waiting.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _places.Count;
        }
    }

    /// <summary>Lets a connection in.</summary>
    /// <param name="drop">
    /// Ends the connection; called at most once, on any thread, with the reason in words, and never after its place was disposed.
    /// </param>
    /// <returns>Its place, to be disposed when it has signed in or is gone.</returns>
    public IDisposable Enter(Action<string> drop)
    {
        var place = new Place(this, drop);
        Place? oldest = null;
        lock (_lock)
        {
            if (_places.Count >= limits.ConnectionsMax)
                oldest = Remove_NeedsLock(_places.First!);
            place.Node = _places.AddLast(place);
        }

        // After it has its node: a clock may fire at once.
        place.Timer = clock.CreateTimer(static state => ((Place)state!).Expire(), place, limits.SignInTimeout, Timeout.InfiniteTimeSpan);
        oldest?.Drop($"More than {limits.ConnectionsMax} connections wait to sign in, and it is the oldest.");
        return place;
    }

    /// <summary>Ends all who wait at this moment.</summary>
    /// <param name="why">The reason in words.</param>
    public void DropAll(string why)
    {
        List<Place> all;
        lock (_lock)
        {
            all = [.. _places];
            _places.Clear();
        }

        all.ForEach(place => place.Drop(why));
    }

    private Place Remove_NeedsLock(LinkedListNode<Place> node)
    {
        _places.Remove(node);
        return node.Value;
    }

    private bool TryLeave(Place place)
    {
        lock (_lock)
        {
            if (place.Node?.List is null)
                return false;
            Remove_NeedsLock(place.Node);
            return true;
        }
    }

    private sealed class Place(WaitingRoom room, Action<string> drop) : IDisposable
    {
        private int _isSettled;

        public LinkedListNode<Place>? Node { get; set; }

        public ITimer? Timer { get; set; }

        public void Drop(string why)
        {
            Timer?.Dispose();

            // It may have signed in between its turn to go and now: then it stays.
            if (Interlocked.Exchange(ref _isSettled, 1) == 0)
                drop(why);
        }

        public void Expire()
        {
            if (room.TryLeave(this))
                Drop("It did not sign in in time.");
        }

        public void Dispose()
        {
            Interlocked.Exchange(ref _isSettled, 1);
            room.TryLeave(this);
            Timer?.Dispose();
        }
    }
}

/// <summary>Limits of a <see cref="WaitingRoom"/>.</summary>
/// <param name="ConnectionsMax">How many may wait.</param>
/// <param name="MaxBytes">What all of them together may make the server hold, bytes.</param>
/// <param name="SignInTimeout">How long each has.</param>
public sealed record WaitingRoomLimits(int ConnectionsMax, long MaxBytes, TimeSpan SignInTimeout);
