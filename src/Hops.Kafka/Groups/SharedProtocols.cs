namespace Hops.Kafka.Groups;

/// <summary>The protocols that classic members of a group offer, and how many offer each: what they have in common.</summary>
internal sealed class SharedProtocols
{
    private readonly Dictionary<string, int> _membersByName = new(StringComparer.Ordinal);

    /// <summary>How many members there are.</summary>
    public int MemberCount { get; private set; }

    /// <summary>Counts a member.</summary>
    public void Add(IReadOnlyList<GroupProtocol> protocols)
    {
        MemberCount++;
        foreach (var name in Names(protocols))
            _membersByName[name] = _membersByName.GetValueOrDefault(name) + 1;
    }

    /// <summary>Counts a member no more.</summary>
    public void Remove(IReadOnlyList<GroupProtocol> protocols)
    {
        MemberCount--;
        foreach (var name in Names(protocols))
        {
            if (--_membersByName[name] == 0)
                _membersByName.Remove(name);
        }
    }

    /// <summary>Would a member with these protocols have one in common with all others?</summary>
    /// <param name="protocols">What it offers.</param>
    /// <param name="before">What it offers so far, if it is counted; else null.</param>
    public bool HasOneWith(IReadOnlyList<GroupProtocol> protocols, IReadOnlyList<GroupProtocol>? before)
    {
        var others = MemberCount - (before is null ? 0 : 1);
        var own = Names(before ?? []);
        return Names(protocols).Any(name => _membersByName.GetValueOrDefault(name) - (own.Contains(name) ? 1 : 0) == others);
    }

    /// <summary>Chooses a protocol. Each member votes for the first of its own that all offer; most votes win, then the order of names.</summary>
    /// <param name="members">What each of the members offers that are counted.</param>
    public string Choose(IEnumerable<IReadOnlyList<GroupProtocol>> members) => members
        .Select(protocols => protocols.First(offered => _membersByName[offered.Name] == MemberCount).Name)
        .GroupBy(name => name, StringComparer.Ordinal)
        .OrderByDescending(votes => votes.Count())
        .ThenBy(votes => votes.Key, StringComparer.Ordinal)
        .First().Key;

    private static HashSet<string> Names(IReadOnlyList<GroupProtocol> protocols) => protocols.Select(protocol => protocol.Name).ToHashSet(StringComparer.Ordinal);
}
