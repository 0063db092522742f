using Hops.Core.Errors;

namespace Hops.Core.Identity;

/// <summary>
/// The one way from a question to a refusal, for every door: what has to be kept of it goes into the journal, and the protocol answers from the
/// row of <see cref="ErrorTable"/>. Kept are refused exports, and refused changes of things that the caller may know of; looking and
/// missing are not.
/// </summary>
public static class GateRefusals
{
    /// <summary>Refuses what the gate does not allow.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>ExportDenied</c> or <c>AccessDenied</c>.</exception>
    public static void Demand(this IGate gate, Principal principal, Operation operation, Resource resource)
    {
        var decision = gate.Decide(principal, operation, resource);
        if (!decision.Allowed)
            throw gate.Refuse(principal, operation, resource, decision);
    }

    /// <summary>As <see cref="Demand"/>, where a refusal is data: one element of many.</summary>
    /// <returns>Null if it is allowed; else the code of the refusal.</returns>
    public static ErrorCode? Check(this IGate gate, Principal principal, Operation operation, Resource resource)
    {
        var decision = gate.Decide(principal, operation, resource);
        if (decision.Allowed)
            return null;
        gate.Keep(principal, operation, resource, decision);
        return decision.Code;
    }

    /// <summary>The refusal of a decision that was made before, kept like any other.</summary>
    public static PlatformException Refuse(this IGate gate, Principal principal, Operation operation, Resource resource, Decision decision)
    {
        gate.Keep(principal, operation, resource, decision);
        return decision.Refuse(resource);
    }

    private static void Keep(this IGate gate, Principal principal, Operation operation, Resource resource, Decision decision)
    {
        if (decision.IsExport || (!decision.Hidden && operation is not (Operation.Describe or Operation.Read)))
            gate.NoteRefusal(principal, operation, resource, decision);
    }
}
