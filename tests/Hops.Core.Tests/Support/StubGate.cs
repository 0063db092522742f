using Hops.Core.Identity;

namespace Hops.Core.Tests.Support;

/// <summary>A gate whose answers a test sets.</summary>
internal sealed class StubGate : IGate
{
    private int _looks;

    public bool IsGone { get; set; }

    public Decision Decision { get; set; } = Decision.Allow;

    public Func<Principal, Decision>? DecideBy { get; set; }

    public Principal Renewed { get; set; } = OpenGate.Everybody with { Role = ProjectRole.DataOwner };

    public int Looks => _looks;

    /// <summary>How often the principal was said to have done something.</summary>
    public int Uses { get; private set; }

    /// <summary>Operations whose refusal was noted, in order.</summary>
    public List<Operation> Noted { get; } = [];

    public Principal? Current(Principal principal)
    {
        Interlocked.Increment(ref _looks);
        return IsGone ? null : Renewed;
    }

    public Principal? Enter(Principal principal, long projectId) => principal;

    public Decision Decide(Principal principal, Operation operation, Resource resource) => DecideBy?.Invoke(principal) ?? Decision;

    public bool IsLent(Resource resource, long borrowerId, Operation operation) => false;

    public void NoteUse(Principal principal) => Uses++;

    public void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision) => Noted.Add(operation);

    public void NoteExport(Principal principal, Resource resource, long bytes)
    {
        // Nothing here is content.
    }

    public void NoteChange(Principal principal, string action, Resource resource, long bytes)
    {
        // Nothing here is changed without a transaction.
    }

    public long ProjectOfPath(string path) => 0;
}
