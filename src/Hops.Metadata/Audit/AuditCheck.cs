using System.Security.Cryptography;

namespace Hops.Metadata.Audit;

/// <summary>Computes a chain again, entry after entry; it stops at the first that does not fit. For a trail of the database and for an exported file alike.</summary>
public sealed class AuditCheck
{
    private byte[] _previous;
    private long _sequence;

    /// <param name="after">The entry after which it begins; null for the beginning of the trail.</param>
    public AuditCheck(AuditHead? after = null) => (_sequence, _previous) = (after?.Sequence ?? 0, after?.Hash ?? AuditChain.Start);

    /// <summary>Entries that fit.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them were erased in part.</summary>
    public long Erased { get; private set; }

    /// <summary>The last entry that fits, or what was before the first.</summary>
    public long Sequence => _sequence;

    /// <summary>Its hash.</summary>
    public IReadOnlyList<byte> Hash => _previous;

    /// <summary>The first entry that does not fit, or null.</summary>
    public AuditBreak? Broken { get; private set; }

    /// <summary>Looks at the next entry.</summary>
    /// <returns>False if it does not fit, as <see cref="Broken"/> says.</returns>
    public bool Add(AuditRecord entry)
    {
        if (Broken is not null)
            return false;
        if (entry.Sequence != _sequence + 1)
            return Break(_sequence + 1, entry.Sequence > _sequence ? "it is missing" : $"entry {entry.Sequence} stands in its place");
        return Link(entry);
    }

    /// <summary>Looks at the next entry of a selection, which says itself what the hash before it was.</summary>
    /// <returns>False if it does not fit, as <see cref="Broken"/> says.</returns>
    public bool AddSelected(AuditRecord entry, byte[] previous)
    {
        if (Broken is not null)
            return false;
        if (entry.Sequence <= _sequence)
            return Break(entry.Sequence, "it stands behind a later one");
        if (entry.Sequence > _sequence + 1)
            (_sequence, _previous) = (entry.Sequence - 1, previous);
        else if (!CryptographicOperations.FixedTimeEquals(_previous, previous))
            return Break(entry.Sequence, "it does not follow the one before");
        return Link(entry);
    }

    /// <summary>Says that the trail must end here.</summary>
    /// <returns>False if it does not.</returns>
    public bool End(AuditHead head)
    {
        if (Broken is not null)
            return false;
        if (_sequence < head.Sequence)
            return Break(_sequence + 1, "it is missing");
        return CryptographicOperations.FixedTimeEquals(_previous, head.Hash) || Break(head.Sequence, "the trail is said to end with another hash");
    }

    private bool Link(AuditRecord entry)
    {
        var hash = AuditChain.HashOf(entry, _previous);
        if (hash is null || !CryptographicOperations.FixedTimeEquals(hash, entry.Hash))
            return Break(entry.Sequence, "it is not what was written, or does not follow the one before");
        (_previous, _sequence) = (hash, entry.Sequence);
        Count++;
        Erased += AuditChain.IsErased(entry) ? 1 : 0;
        return true;
    }

    private bool Break(long sequence, string reason)
    {
        Broken = new AuditBreak(sequence, reason);
        return false;
    }
}

/// <summary>The first entry of a trail that does not fit.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record AuditBreak(long Sequence, string Reason);
