using System.Globalization;
using System.Text;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>Names of the values of an enum as cells, made once and shared by all threads.</summary>
internal sealed unsafe class EnumCells
{
    private readonly Dictionary<int, int> _positions = [];
    private readonly StringCell.Content[] _cells;

    /// <summary>Long names, to which cells point.</summary>
    private readonly byte[] _names;

    public EnumCells(IEnumerable<KeyValuePair<int, string>> symbols)
    {
        var all = symbols.ToArray();
        _names = GC.AllocateArray<byte>(Math.Max(1, all.Sum(symbol => Encoding.UTF8.GetByteCount(symbol.Value))), pinned: true);
        _cells = GC.AllocateArray<StringCell.Content>(Math.Max(1, all.Length), pinned: true);
        var used = 0;
        fixed (byte* names = _names)
        fixed (StringCell.Content* cells = _cells)
        {
            foreach (var (number, name) in all)
            {
                var lengthBytes = Encoding.UTF8.GetBytes(name, _names.AsSpan(used));
                StringCell.WriteBytes((byte*)(cells + _positions.Count), names + used, lengthBytes);
                _positions[number] = _positions.Count;
                used += lengthBytes;
            }
        }
    }

    /// <summary>Writes the name of a number, or the number itself where the enum does not know it.</summary>
    public void Write(StringCell.Content* cell, int number)
    {
        if (_positions.TryGetValue(number, out var position))
        {
            *cell = _cells[position];
            return;
        }

        // Eleven characters at most: they fit into the cell.
        Span<byte> digits = stackalloc byte[StringCell.InlineMax];
        number.TryFormat(digits, out var lengthBytes, default, CultureInfo.InvariantCulture);
        fixed (byte* text = digits)
            StringCell.WriteBytes((byte*)cell, text, lengthBytes);
    }
}
