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

/// <summary>Takes the primary key out of a row.</summary>
internal sealed class KeyOfRow : RowWriter
{
    private readonly KeyPart[] _parts = new KeyPart[Key.PartsMax];
    private int _count;

    internal static Key Of<TRow>(Table<TRow> table, TRow row)
        where TRow : class
    {
        var taken = new KeyOfRow();
        table.Write(row, taken);
        var parts = taken._parts;
        return table.KeyLength switch
        {
            1 => Key.Of(parts[0]),
            2 => Key.Of(parts[0], parts[1]),
            3 => Key.Of(parts[0], parts[1], parts[2]),
            _ => Key.Of(parts[0], parts[1], parts[2], parts[3]),
        };
    }

    public override void Int64(long? value) => Add(value is { } some ? some : default(KeyPart));

    public override void Text(string? value) => Add(value is null ? default(KeyPart) : value);

    public override void Bytes(byte[]? value) => Add(value is null ? default(KeyPart) : value);

    private void Add(KeyPart part)
    {
        if (_count < _parts.Length)
            _parts[_count] = part;
        _count++;
    }
}
