using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.FileSystem.Door;

/// <summary>
/// Whether a caller may still do what a transfer began with. Asked before each piece, and from memory, so that one who has lost a membership
/// or a credential gets and sends no more; while a transfer waits for its client a watch looks.
/// </summary>
internal sealed class Standing(IGate gate, TimeProvider time, Admission admission, Pass pass)
{
    /// <summary>Refuses if the right has ended.</summary>
    /// <exception cref="PlatformException">Unauthenticated, or as the operation itself is refused.</exception>
    internal void Require()
    {
        if (gate.Current(pass.Actor) is not { } now)
            throw new PlatformException(ErrorCode.Unauthenticated, "The credential or the membership has ended: sign in again.");
        var decision = gate.Decide(now, pass.Operation, pass.Resource);
        if (!decision.Allowed)
            throw admission.Refuse(now, pass.Operation, pass.Resource, decision);
        gate.NoteUse(now);
    }

    /// <summary>Watches while a transfer waits.</summary>
    internal StandingWatch Watch() => StandingWatch.Begin(gate, time, pass.Actor, pass.Operation, pass.Resource);

    /// <summary>Tells the audit trail that so much content goes to the caller.</summary>
    internal void NoteExport(long bytes) => gate.NoteExport(pass.Actor, pass.Resource, bytes);
}
