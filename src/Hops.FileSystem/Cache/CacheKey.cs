namespace Hops.FileSystem.Cache;

/// <summary>A place in the tree as a key.</summary>
internal readonly record struct CacheKey(long ParentId, string Name);

/// <summary>A place in the tree whose name is a part of a path.</summary>
internal readonly ref struct CacheProbe(long parentId, ReadOnlySpan<char> name)
{
    internal long ParentId { get; } = parentId;

    internal ReadOnlySpan<char> Name { get; } = name;
}

/// <summary>Compares both, so that a look-up allocates no name. Hash codes are seeded, because names come from callers.</summary>
internal sealed class CacheKeyComparer : IEqualityComparer<CacheKey>, IAlternateEqualityComparer<CacheProbe, CacheKey>
{
    internal static CacheKeyComparer Instance { get; } = new();

    public bool Equals(CacheKey x, CacheKey y) => x.ParentId == y.ParentId && string.Equals(x.Name, y.Name, StringComparison.Ordinal);

    public int GetHashCode(CacheKey obj) => Hash(obj.ParentId, obj.Name);

    public bool Equals(CacheProbe alternate, CacheKey other) =>
        alternate.ParentId == other.ParentId && alternate.Name.SequenceEqual(other.Name);

    public int GetHashCode(CacheProbe alternate) => Hash(alternate.ParentId, alternate.Name);

    public CacheKey Create(CacheProbe alternate) => new(alternate.ParentId, alternate.Name.ToString());

    internal static int Hash(long parentId, ReadOnlySpan<char> name) => string.GetHashCode(name, StringComparison.Ordinal) ^ (parentId * -7046029254386353131L >> 32).GetHashCode();
}
