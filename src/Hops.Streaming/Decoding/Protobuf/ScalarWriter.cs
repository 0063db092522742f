using Hops.Schemas.Protobuf;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>Writes scalars into the vectors of one thread.</summary>
internal sealed unsafe class ScalarWriter(VectorSlots vectors)
{
    private readonly VectorSlot* _slots = vectors.Slots;

    /// <summary>Reads the next value of a field into a row.</summary>
    public bool TryRead(FieldStep field, ref WireCursor cursor, long row)
    {
        var data = _slots[field.Value.Slot].Data;
        ulong number;
        switch (field.WireType)
        {
            case 0:
                if (!cursor.TryVarint(out number))
                    return false;
                break;
            case 1:
                if (!cursor.TryFixed64(out ((ulong*)data)[row]))
                    return false;
                return true;
            case 5:
                if (!cursor.TryFixed32(out ((uint*)data)[row]))
                    return false;
                return true;
            default:
                return TryReadBytes(field, ref cursor, data + (row * StringCell.LengthBytes));
        }

        WriteNumber(field, number, data, row);
        return true;
    }

    /// <summary>Writes what a field without presence has where it is not there: zero, or nothing.</summary>
    public void WriteDefault(FieldStep field, long row)
    {
        var data = _slots[field.Value.Slot].Data;
        switch (field.WireType)
        {
            case 0:
                WriteNumber(field, 0, data, row);
                break;
            case 1:
                ((ulong*)data)[row] = 0;
                break;
            case 5:
                ((uint*)data)[row] = 0;
                break;
            default:
                ((StringCell.Content*)data)[row] = default;
                break;
        }
    }

    private static bool TryReadBytes(FieldStep field, ref WireCursor cursor, byte* cell)
    {
        if (!cursor.TryBytes(out var start, out var lengthBytes))
            return false;
        if (field.Kind == FieldKind.String)
            return StringCell.TryWriteText(cell, start, lengthBytes) || cursor.Fail($"the field '{field.Path}' is not UTF-8");
        StringCell.WriteBytes(cell, start, lengthBytes);
        return true;
    }

    private static void WriteNumber(FieldStep field, ulong number, byte* data, long row)
    {
        switch (field.Kind)
        {
            case FieldKind.Bool:
                data[row] = number != 0 ? (byte)1 : (byte)0;
                break;
            case FieldKind.Int32 or FieldKind.UInt32:
                ((uint*)data)[row] = (uint)number;
                break;
            case FieldKind.SInt32:
                ((int*)data)[row] = (int)ZigZag((uint)number);
                break;
            case FieldKind.SInt64:
                ((long*)data)[row] = ZigZag(number);
                break;
            case FieldKind.Enum:
                field.Symbols!.Write((StringCell.Content*)data + row, (int)number);
                break;
            default:
                ((ulong*)data)[row] = number;
                break;
        }
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
