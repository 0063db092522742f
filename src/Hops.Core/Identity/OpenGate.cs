namespace Hops.Core.Identity;

/// <summary>
/// A gate that lets everybody in as one superuser of tenant 0: for a broker or a file system that stands alone in tests and
/// benchmarks. It is never composed into <c>hops server</c>.
/// </summary>
public sealed class OpenGate : IGate
{
    /// <summary>The principal that everybody is.</summary>
    public static Principal Everybody { get; } = new()
    {
        Name = "everybody",
        UserName = "everybody",
        UserId = 0,
        Channel = Channel.Internal,
        IsSuperuser = true,
    };

    /// <inheritdoc/>
    public Principal? Current(Principal principal) => principal;

    /// <inheritdoc/>
    public Principal? Enter(Principal principal, long projectId) => principal;

    /// <inheritdoc/>
    public Decision Decide(Principal principal, Operation operation, Resource resource) => Decision.Allow;

    /// <inheritdoc/>
    public bool IsLent(Resource resource, long borrowerId, Operation operation) => true;

    /// <inheritdoc/>
    public void NoteUse(Principal principal)
    {
        // Nothing here ends as idle.
    }

    /// <inheritdoc/>
    public void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision)
    {
        // It refuses nothing, so there is nothing to keep.
    }

    /// <inheritdoc/>
    public void NoteExport(Principal principal, Resource resource, long bytes)
    {
        // What stands alone keeps no trail.
    }

    /// <inheritdoc/>
    public void NoteChange(Principal principal, string action, Resource resource, long bytes)
    {
        // What stands alone keeps no trail.
    }

    /// <inheritdoc/>
    public long ProjectOfPath(string path) => 0;
}
