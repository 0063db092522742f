using System.Collections.Immutable;

namespace Hops.Core.Identity;

/// <summary>
/// Who acts. Made by <see cref="IAuthentication"/> from a credential; immutable. A change of membership makes an older principal stale:
/// gates re-resolve it on each request through <see cref="IGate.Current"/>.
/// </summary>
public sealed record Principal
{
    /// <summary>Name seen by files and topics: <c>project__user</c> in a project, the plain user name outside of one.</summary>
    public required string Name { get; init; }

    /// <summary>Plain user name.</summary>
    public required string UserName { get; init; }

    /// <summary>Id of the user.</summary>
    public required long UserId { get; init; }

    /// <summary>Project in which the principal acts; 0 outside of any. It is the tenant of Kafka topics, groups and schemas.</summary>
    public long ProjectId { get; init; }

    /// <summary>Name of that project; empty outside of any.</summary>
    public string ProjectName { get; init; } = "";

    /// <summary>Role in that project.</summary>
    public ProjectRole Role { get; init; }

    /// <summary>By which way the principal reaches us.</summary>
    public Channel Channel { get; init; }

    /// <summary>File system groups of the principal.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>What its project borrows from others.</summary>
    public Borrowings Borrowed { get; init; } = Borrowings.None;

    /// <summary>True for the platform itself and for administrators: passes the permission bits of files.</summary>
    public bool IsSuperuser { get; init; }

    /// <summary>What the credential that was presented may be used for.</summary>
    public TokenScopes Scopes { get; init; } = TokenScopes.All;

    /// <summary>Id of the credential that was presented, for audit and revocation; never the secret.</summary>
    public string CredentialId { get; init; } = "";

    /// <summary>When that credential ends by itself: the end of a certificate or of a token. Null for a secret, which has none.</summary>
    public DateTimeOffset? CredentialExpires { get; init; }
}

/// <summary>Role of a member of a project.</summary>
public enum ProjectRole
{
    /// <summary>Not a member.</summary>
    None,

    /// <summary>Writes and runs code on the data of the project and never takes data out.</summary>
    DataScientist,

    /// <summary>Imports and exports data, manages members, shares datasets and topics.</summary>
    DataOwner,
}

/// <summary>By which way a principal reaches the platform.</summary>
public enum Channel
{
    /// <summary>From outside, with a credential of the user: what is read this way leaves the platform.</summary>
    External,

    /// <summary>From a runner of ours, with a credential that dies with it: what is read this way stays inside.</summary>
    Runner,

    /// <summary>The platform itself.</summary>
    Internal,
}
