using Hops.Core.Identity;

namespace Hops.Platform.Access;

/// <summary>One row of the access table: who may do an operation on a kind of thing.</summary>
/// <param name="Kind">Kind of thing.</param>
/// <param name="Operation">Operation.</param>
/// <param name="Owner">Answer to a Data Owner of the project from outside.</param>
/// <param name="Scientist">Answer to a Data Scientist of the project from outside.</param>
/// <param name="Runner">Answer to a runner that acts for either of them.</param>
/// <param name="Administrator">Answer to an administrator of the platform who is not a member.</param>
/// <param name="Anyone">Answer to any other user who is signed in.</param>
public sealed record AccessRule(
    ResourceKind Kind, Operation Operation, Grant Owner, Grant Scientist, Grant Runner, Grant Administrator, Grant Anyone);

/// <summary>One cell of the access table.</summary>
public enum Grant
{
    /// <summary>Refused, and it looks as if the thing did not exist.</summary>
    Hide,

    /// <summary>Refused.</summary>
    Deny,

    /// <summary>Refused because data would leave the project.</summary>
    Export,

    /// <summary>Allowed if the thing is the caller itself, refused otherwise.</summary>
    Self,

    /// <summary>Allowed.</summary>
    Allow,
}
