using System.Text;
using Hops.Metadata.Tables;

namespace Hops.Metadata.Guards;

/// <summary>The order of keys in every engine: integers by value, texts by their UTF-8, bytes unsigned.</summary>
internal sealed class KeyOrder : IComparer<Key>, IEqualityComparer<Key>
{
    internal static readonly KeyOrder Instance = new();

    public int Compare(Key left, Key right)
    {
        var common = Math.Min(left.Count, right.Count);
        for (var i = 0; i < common; i++)
        {
            var order = Compare(left[i], right[i]);
            if (order != 0)
                return order;
        }

        return left.Count.CompareTo(right.Count);
    }

    public bool Equals(Key x, Key y) => Compare(x, y) == 0;

    public int GetHashCode(Key obj)
    {
        var hash = default(HashCode);
        for (var i = 0; i < obj.Count; i++)
        {
            var part = obj[i];
            if (part.Type == ColumnType.Int64)
                hash.Add(part.Int64);
            else
                hash.AddBytes(Bytes(part));
        }

        return hash.ToHashCode();
    }

    private static int Compare(KeyPart left, KeyPart right)
    {
        if (left.Type != right.Type)
            return left.Type.CompareTo(right.Type);
        return left.Type == ColumnType.Int64 ? left.Int64.CompareTo(right.Int64) : Bytes(left).SequenceCompareTo(Bytes(right));
    }

    private static ReadOnlySpan<byte> Bytes(KeyPart part) => part.Type == ColumnType.Text ? Encoding.UTF8.GetBytes(part.Text) : part.Bytes;
}
