namespace Hops.Net.Connections;

/// <summary>What is left of the other end of a connection.</summary>
public enum PeerState
{
    /// <summary>It may send and read.</summary>
    Open,

    /// <summary>It has closed its side in order: it sends nothing more, and hardly waits for answers. What it sent may not have been read yet.</summary>
    Finished,

    /// <summary>The connection was reset, by the peer or by what we sent to it after it had closed: nothing reaches it any more.</summary>
    Gone,
}
