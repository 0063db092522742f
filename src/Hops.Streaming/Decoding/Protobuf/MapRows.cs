using System.Globalization;
using System.Text;
using Hops.Schemas.Protobuf;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>Rows of the entries of the maps that one thread is reading, by key.</summary>
internal sealed unsafe class MapRows
{
    private readonly Dictionary<int, Dictionary<string, long>> _bySlot = [];

    /// <summary>A new map of a column begins.</summary>
    public void Begin(int slot)
    {
        if (_bySlot.TryGetValue(slot, out var rows) && rows.Count > 0)
            _bySlot[slot] = new Dictionary<string, long>(StringComparer.Ordinal);
    }

    /// <summary>Row of the entry of a key; null if there is none yet.</summary>
    public long? Find(int slot, string key) => _bySlot.TryGetValue(slot, out var rows) && rows.TryGetValue(key, out var row) ? row : null;

    public void Add(int slot, string key, long row)
    {
        if (!_bySlot.TryGetValue(slot, out var rows))
            _bySlot[slot] = rows = new Dictionary<string, long>(StringComparer.Ordinal);
        rows.Add(key, row);
    }

    /// <summary>A text that equal keys share, of the key of an entry: its last one, and the default where there is none.</summary>
    public static bool TryKey(FieldStep map, WireCursor entry, out string key)
    {
        var step = map.Message!.Fields[0];
        key = step.Kind == FieldKind.String ? "" : "0";
        while (!entry.IsAtEnd)
        {
            if (!entry.TryTag(out var number, out var wireType))
                return false;
            if (number != 1 || wireType != step.WireType)
            {
                if (!entry.TrySkip(number, wireType))
                    return false;
                continue;
            }

            if (!TryText(step.Kind, wireType, ref entry, out key))
                return false;
        }

        return true;
    }

    private static bool TryText(FieldKind kind, int wireType, ref WireCursor entry, out string key)
    {
        key = "";
        if (wireType == 2)
        {
            if (!entry.TryBytes(out var start, out var lengthBytes))
                return false;
            key = Encoding.UTF8.GetString(start, lengthBytes);
            return true;
        }

        ulong number;
        var isRead = wireType switch
        {
            0 => entry.TryVarint(out number),
            1 => entry.TryFixed64(out number),
            _ => TryFixed32(ref entry, out number),
        };
        // Numbers of 32 bits may come in more bits, of which the lower ones count.
        number = kind switch
        {
            FieldKind.Bool => number != 0 ? 1u : 0u,
            FieldKind.Int32 or FieldKind.UInt32 or FieldKind.SInt32 => (uint)number,
            _ => number,
        };
        key = number.ToString(CultureInfo.InvariantCulture);
        return isRead;
    }

    private static bool TryFixed32(ref WireCursor entry, out ulong number)
    {
        var isRead = entry.TryFixed32(out var value);
        number = value;
        return isRead;
    }
}
