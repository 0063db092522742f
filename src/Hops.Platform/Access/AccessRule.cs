using System.Collections.Immutable;
using Hops.Core.Identity;

namespace Hops.Platform.Access;

/// <summary>
/// One row of the access table: who may do an operation on a kind of thing. Immutable; made by naming, for each answer, the standings to
/// which it is given. Whoever is not named does not learn of the thing.
/// </summary>
public sealed record AccessRule
{
    private readonly ImmutableArray<Grant> _grants;

    private readonly ImmutableArray<Standing> _kept;

    private AccessRule(ResourceKind kind, Operation operation, ImmutableArray<Grant> grants, ImmutableArray<Standing> kept) =>
        (Kind, Operation, _grants, _kept) = (kind, operation, grants, kept);

    /// <summary>Kind of thing.</summary>
    public ResourceKind Kind { get; }

    /// <summary>Operation.</summary>
    public Operation Operation { get; }

    /// <summary>The answer to a standing.</summary>
    public Grant this[Standing standing] => _grants[(int)standing];

    /// <summary>A row that hides the thing from everybody.</summary>
    public static AccessRule On(ResourceKind kind, Operation operation) =>
        new(kind, operation, [.. Enum.GetValues<Standing>().Select(_ => Grant.Hide)], []);

    /// <summary>
    /// True if a standing may do it in an archived project too, if it may at all. Whoever sees a thing still sees it, and a runner that is told to stop
    /// finishes what it has begun: none is started any more.
    /// </summary>
    public bool IsKeptInArchive(Standing standing) => Operation == Operation.Describe || standing == Standing.Runner || _kept.Contains(standing);

    /// <summary>Allowed to these in an archived project too.</summary>
    public AccessRule KeepInArchive(params ReadOnlySpan<Standing> standings) => new(Kind, Operation, _grants, [.. standings]);

    /// <summary>Allowed to these.</summary>
    public AccessRule Allow(params ReadOnlySpan<Standing> standings) => With(Grant.Allow, standings);

    /// <summary>Allowed to these on themselves.</summary>
    public AccessRule Self(params ReadOnlySpan<Standing> standings) => With(Grant.Self, standings);

    /// <summary>Refused to these, as an export.</summary>
    public AccessRule Export(params ReadOnlySpan<Standing> standings) => With(Grant.Export, standings);

    /// <summary>Refused to these, who may know of the thing.</summary>
    public AccessRule Deny(params ReadOnlySpan<Standing> standings) => With(Grant.Deny, standings);

    private AccessRule With(Grant grant, ReadOnlySpan<Standing> standings)
    {
        var grants = _grants.ToBuilder();
        foreach (var standing in standings)
            grants[(int)standing] = grant;
        return new AccessRule(Kind, Operation, grants.ToImmutable(), _kept);
    }
}

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
