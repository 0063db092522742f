using System.Text;

namespace Hops.Streaming.Decoding.Json;

/// <summary>The properties of an object that are columns, found by their names in UTF-8.</summary>
internal sealed class JsonMembers
{
    private readonly byte[][] _names;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _positions;

    private JsonMembers(byte[][] names, JsonStep?[] steps, Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> positions)
    {
        (_names, Steps, _positions) = (names, steps, positions);
        NullSlots = [.. steps.Where(step => step is not null).SelectMany(step => step!.Node.NullSlots)];
    }

    /// <summary>Steps by position; null for a property that is not wanted.</summary>
    public JsonStep?[] Steps { get; }

    /// <summary>Slots of the wanted ones, all of which are null until they are read.</summary>
    public int[] NullSlots { get; }

    public static JsonMembers Of(IReadOnlyList<string> names, JsonStep[] steps)
    {
        byte[][] texts = [.. names.Select(Encoding.UTF8.GetBytes)];
        var positions = new Dictionary<byte[], int>(Utf8Comparer.Instance);
        for (var position = 0; position < texts.Length; position++)
            positions.TryAdd(texts[position], position);
        return new JsonMembers(texts, steps, positions.GetAlternateLookup<ReadOnlySpan<byte>>());
    }

    /// <summary>The same, without the steps of others than these positions.</summary>
    public JsonMembers Only(IReadOnlySet<int> positions) => new(_names, [.. Steps.Select((step, position) => positions.Contains(position) ? step : null)], _positions);

    /// <summary>Position of a property; -1 if it is none of them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="next">The position that it likely has, one after that of the property before; moved on.</param>
    public int Find(ReadOnlySpan<byte> name, ref int next)
    {
        if (next >= _names.Length || !name.SequenceEqual(_names[next]))
        {
            if (!_positions.TryGetValue(name, out var position))
                return -1;
            next = position;
        }

        return next++;
    }

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8Comparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode((ReadOnlySpan<byte>)obj);

        /// <summary>Seeded at random in each process: nobody can choose names that meet.</summary>
        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
