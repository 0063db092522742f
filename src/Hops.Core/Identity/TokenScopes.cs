namespace Hops.Core.Identity;

/// <summary>What a credential may be used for; it narrows what its user may do and never widens it. Stored as a number: never renumber.</summary>
[Flags]
public enum TokenScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See and read: <see cref="Operation.Describe"/> and <see cref="Operation.Read"/>.</summary>
    Read = 1,

    /// <summary>Make, change and remove files, topics, schemas, datasets and queries.</summary>
    Write = 2,

    /// <summary>Run queries: <see cref="Operation.Run"/>. A statement of SQL, which shows what it reads, needs <see cref="Read"/> besides.</summary>
    Run = 4,

    /// <summary>Make, change and remove users, projects, members and credentials.</summary>
    Manage = 8,

    /// <summary>All that its user may do.</summary>
    All = Read | Write | Run | Manage,
}
