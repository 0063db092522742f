using System.Text;

namespace Hops.Schemas.Protobuf;

/// <summary>Fields of a message whose type is not looked at: numbers and bytes by the numbers of their fields.</summary>
internal sealed class DescriptorParts
{
    private readonly Dictionary<int, List<byte[]>> _bytes = [];
    private readonly Dictionary<int, List<long>> _numbers = [];

    /// <exception cref="Core.Errors.PlatformException"><c>UndecodableRecord</c>.</exception>
    public DescriptorParts(ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtoReader(bytes);
        while (!reader.IsAtEnd)
        {
            var (number, wireType) = reader.Tag();
            if (wireType == 2)
                Of(_bytes, number).Add(reader.Bytes().ToArray());
            else if (wireType == 0)
                Of(_numbers, number).Add((long)reader.Varint());
            else
                reader.Skip(number, wireType);
        }
    }

    /// <summary>True if a field is there.</summary>
    public bool Has(int number) => _bytes.ContainsKey(number) || _numbers.ContainsKey(number);

    /// <summary>All values of a field of bytes, texts or messages.</summary>
    public IReadOnlyList<byte[]> All(int number) => _bytes.TryGetValue(number, out var all) ? all : [];

    /// <summary>The last value of such a field; empty if there is none.</summary>
    public byte[] Bytes(int number) => All(number) is { Count: > 0 } all ? all[^1] : [];

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    /// <summary>All values of a field of numbers.</summary>
    public IReadOnlyList<long> Numbers(int number) => _numbers.TryGetValue(number, out var all) ? all : [];

    /// <summary>The last value of such a field; 0 if there is none.</summary>
    public long Number(int number) => Numbers(number) is { Count: > 0 } all ? all[^1] : 0;

    private static List<T> Of<T>(Dictionary<int, List<T>> values, int number)
    {
        if (!values.TryGetValue(number, out var list))
            values[number] = list = [];
        return list;
    }
}
