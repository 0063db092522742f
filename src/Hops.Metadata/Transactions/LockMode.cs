namespace Hops.Metadata.Transactions;

/// <summary>
/// What a write transaction needs of a row that it reads. SQLite has one writer and ignores it; PostgreSQL takes row locks (reference 02
/// section 13.4). Every updated or deleted row was read with <see cref="Write"/> or <see cref="Destroy"/> before.
/// </summary>
public enum LockMode
{
    /// <summary>No lock: a snapshot read.</summary>
    None,

    /// <summary>The row must still exist, in this place, at commit: the parent of a create.</summary>
    Keep,

    /// <summary>The row will change, but not its key.</summary>
    Write,

    /// <summary>The row will be deleted or its key will change.</summary>
    Destroy,
}
