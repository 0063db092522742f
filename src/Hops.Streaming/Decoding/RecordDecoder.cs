using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hops.Streaming.Decoding;

/// <summary>
/// Runs <see cref="DecodeOp"/>s: the bytes of one record into one row of the vectors of a thread. It throws nothing for bad bytes; the
/// reason is in <see cref="ByteCursor.Error"/>.
/// </summary>
internal sealed unsafe class RecordDecoder(VectorSlots vectors)
{
    private const long MicrosMin = -62_135_596_800_000_000;
    private const long MicrosMax = 253_402_300_799_999_999;
    private const long MicrosPerDay = 86_400_000_000;
    private const int DaysMin = -719_162;
    private const int DaysMax = 2_932_896;
    private const int DepthMax = 64;

    private readonly VectorSlot* _slots = vectors.Slots;

    /// <summary>Decodes the fields of a record in the writer's order.</summary>
    public bool RunAll(DecodeOp[] steps, ref ByteCursor cursor, long row)
    {
        foreach (var step in steps)
        {
            if (!Run(step, ref cursor, row))
                return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Run(DecodeOp op, ref ByteCursor cursor, long row)
    {
        var data = _slots[op.Slot].Data;
        switch (op.Code)
        {
            case DecodeCode.Long:
                return cursor.TryLong(out ((long*)data)[row]);
            case DecodeCode.Int:
                return cursor.TryInt(out ((int*)data)[row]);
            case DecodeCode.Text:
                return cursor.TryBytes(out var text, out var textLength)
                    && (StringCell.TryWriteText(data + (row * StringCell.LengthBytes), text, textLength) || cursor.Fail("a text is not UTF-8"));
            case DecodeCode.Double:
                if (!cursor.TryFixed(8, out var eight))
                    return false;
                ((double*)data)[row] = *(double*)eight;
                return true;
            case DecodeCode.Float:
                if (!cursor.TryFixed(4, out var four))
                    return false;
                ((float*)data)[row] = *(float*)four;
                return true;
            case DecodeCode.Boolean:
                return cursor.TryFixed(1, out var one) && ((data[row] = *one) <= 1 || cursor.Fail("a boolean is neither 0 nor 1"));
            case DecodeCode.TimestampMicros:
                return cursor.TryLong(out var micros) && WriteTimestamp(micros, (long*)data, row, ref cursor);
            case DecodeCode.TimestampMillis:
                return cursor.TryLong(out var millis)
                    && (Math.Abs(millis / 1000) <= MicrosMax / 1_000_000 || cursor.Fail("a timestamp is outside the years 1 to 9999"))
                    && WriteTimestamp(millis * 1000, (long*)data, row, ref cursor);
            case DecodeCode.Optional:
                if (!cursor.TryLong(out var branch))
                    return false;
                if (branch == op.Argument)
                    return SetNull(op.NullSlots, row);
                return branch == 1 - op.Argument ? Run(op.Steps[0], ref cursor, row) : cursor.Fail("a union has no such branch");
            case DecodeCode.Enum:
                return ReadEnum(op, ref cursor, data, row);
            case DecodeCode.SkipVarint:
                return cursor.TryLong(out _);
            case DecodeCode.SkipBytes:
                return cursor.TryBytes(out _, out _);
            case DecodeCode.SkipFixed:
                return cursor.TryFixed(op.Argument, out _);
            case DecodeCode.SkipNothing:
                return true;
            case DecodeCode.Record:
                return RunAll(op.Steps, ref cursor, row);
            case DecodeCode.Array or DecodeCode.Map:
                return ReadItems(op, ref cursor, row);
            case DecodeCode.SkipBlocks or DecodeCode.SkipMap or DecodeCode.SkipUnion or DecodeCode.SkipRecord:
                return Skip(op, ref cursor, row);
            default:
                return RunRare(op, ref cursor, data, row);
        }
    }

    private bool RunRare(DecodeOp op, ref ByteCursor cursor, byte* data, long row)
    {
        switch (op.Code)
        {
            case DecodeCode.SetNull:
                return SetNull(op.NullSlots, row);
            case DecodeCode.Fail:
                return cursor.Fail(op.Reason);
            case DecodeCode.Union:
                return cursor.TryLong(out var branch)
                    && ((ulong)branch < (ulong)op.Steps.Length || cursor.Fail("a union has no such branch"))
                    && Run(op.Steps[branch], ref cursor, row);
            case DecodeCode.Member:
                return SetNull(op.NullSlots, row) && Run(op.Steps[0], ref cursor, row);
            case DecodeCode.Default:
                fixed (byte* content = op.Content)
                {
                    var inner = new ByteCursor(content, content + op.Content.Length);
                    return Run(op.Steps[0], ref inner, row) || cursor.Fail(inner.Error ?? "");
                }
            case DecodeCode.Date:
                return cursor.TryInt(out ((int*)data)[row])
                    && (((int*)data)[row] is >= DaysMin and <= DaysMax || cursor.Fail("a date is outside the years 1 to 9999"));
            case DecodeCode.TimeMillis:
                return cursor.TryInt(out var millis) && WriteTime(millis * 1000L, (long*)data, row, ref cursor);
            case DecodeCode.TimeMicros:
                return cursor.TryLong(out var micros) && WriteTime(micros, (long*)data, row, ref cursor);
            case DecodeCode.TimestampNanos:
                return cursor.TryLong(out var nanos)
                    && (nanos % 1000 == 0 || cursor.Fail("a timestamp has nanoseconds, which the reader's type does not"))
                    && WriteTimestamp(nanos / 1000, (long*)data, row, ref cursor);
            case DecodeCode.LongScaled:
                return cursor.TryLong(out var counted) && WriteScaled(counted, op.Exponent, (long*)data, row, ref cursor);
            case DecodeCode.IntToLong or DecodeCode.IntToFloat or DecodeCode.IntToDouble or DecodeCode.LongToFloat or DecodeCode.LongToDouble
                or DecodeCode.FloatToDouble:
                return Promote(op.Code, ref cursor, data, row);
            default:
                return RunBytes(op, ref cursor, data, row);
        }
    }

    private static bool RunBytes(DecodeOp op, ref ByteCursor cursor, byte* data, long row)
    {
        var hasLength = op.Code is DecodeCode.Bytes or DecodeCode.BytesToText or DecodeCode.DecimalBytes or DecodeCode.UuidText;
        byte* start;
        var lengthBytes = op.Argument;
        if (hasLength ? !cursor.TryBytes(out start, out lengthBytes) : !cursor.TryFixed(lengthBytes, out start))
            return false;
        switch (op.Code)
        {
            case DecodeCode.Bytes or DecodeCode.Fixed:
                StringCell.WriteBytes(data + (row * StringCell.LengthBytes), start, lengthBytes);
                return true;
            case DecodeCode.BytesToText:
                return StringCell.TryWriteText(data + (row * StringCell.LengthBytes), start, lengthBytes) || cursor.Fail("a text is not UTF-8");
            case DecodeCode.DecimalBytes or DecodeCode.DecimalFixed:
                return WriteDecimal(op, start, lengthBytes, data, row)
                    || cursor.Fail("a decimal has more digits, or more of them behind the point, than its schema says");
            case DecodeCode.UuidText:
                return WriteUuid(start, lengthBytes, data, row) || cursor.Fail("a UUID is malformed");
            case DecodeCode.UuidFixed:
                ((UInt128*)data)[row] = BinaryPrimitives.ReadUInt128BigEndian(new ReadOnlySpan<byte>(start, 16)) ^ ((UInt128)1 << 127);
                return true;
            default:
                return WriteDuration(start, data, row) || cursor.Fail("a duration is too long");
        }
    }

    private bool SetNull(int[] slots, long row)
    {
        foreach (var slot in slots)
            _slots[slot].SetNull(row);
        return true;
    }

    private static bool WriteTimestamp(long micros, long* data, long row, ref ByteCursor cursor)
    {
        data[row] = micros;
        return micros is >= MicrosMin and <= MicrosMax || cursor.Fail("a timestamp is outside the years 1 to 9999");
    }

    private static bool WriteTime(long micros, long* data, long row, ref ByteCursor cursor)
    {
        data[row] = micros;
        return micros is >= 0 and < MicrosPerDay || cursor.Fail("a time of day is outside a day");
    }

    private static bool ReadEnum(DecodeOp op, ref ByteCursor cursor, byte* data, long row)
    {
        if (!cursor.TryInt(out var symbol))
            return false;
        if ((ulong)symbol >= (ulong)(op.SymbolCells.Length / 2))
            return cursor.Fail("an enum has no such symbol");
        var (first, second) = (op.SymbolCells[symbol * 2], op.SymbolCells[(symbol * 2) + 1]);
        if ((uint)first == uint.MaxValue)
            return cursor.Fail("the reader schema does not know a symbol of an enum");
        var cell = (ulong*)(data + (row * StringCell.LengthBytes));
        (cell[0], cell[1]) = (first, second);
        return true;
    }

    private static bool Promote(DecodeCode code, ref ByteCursor cursor, byte* data, long row)
    {
        if (code == DecodeCode.FloatToDouble)
        {
            if (!cursor.TryFixed(4, out var four))
                return false;
            ((double*)data)[row] = *(float*)four;
            return true;
        }
        long value;
        if (code is DecodeCode.LongToFloat or DecodeCode.LongToDouble)
        {
            if (!cursor.TryLong(out value))
                return false;
        }
        else
        {
            if (!cursor.TryInt(out var narrow))
                return false;
            value = narrow;
        }
        if (code == DecodeCode.IntToLong)
            ((long*)data)[row] = value;
        else if (code is DecodeCode.IntToFloat or DecodeCode.LongToFloat)
            ((float*)data)[row] = value;
        else
            ((double*)data)[row] = value;
        return true;
    }

    private bool ReadItems(DecodeOp op, ref ByteCursor cursor, long row)
    {
        ref var list = ref _slots[op.Slot];
        var first = list.ItemCount;
        while (true)
        {
            if (!cursor.TryBlock(out var count))
                return false;
            if (count == 0)
                break;
            vectors.Reserve(op.Node!, list.ItemCount + count);
            for (var index = 0L; index < count; index++)
            {
                // Counted before it is decoded, so that a bad record's half-written item is undone too.
                if (!RunAll(op.Steps, ref cursor, list.ItemCount++))
                    return false;
            }
        }
        var entry = (ulong*)list.Data + (row * 2);
        (entry[0], entry[1]) = ((ulong)first, (ulong)(list.ItemCount - first));
        return true;
    }

    private bool Skip(DecodeOp op, ref ByteCursor cursor, long row)
    {
        if (++cursor.Depth > DepthMax)
            return cursor.Fail("the record is nested too deeply");
        var skipped = op.Code switch
        {
            DecodeCode.SkipRecord => RunAll(op.Steps, ref cursor, row),
            DecodeCode.SkipUnion => cursor.TryLong(out var branch)
                && ((ulong)branch < (ulong)op.Steps.Length || cursor.Fail("a union has no such branch"))
                && Run(op.Steps[branch], ref cursor, row),
            _ => SkipItems(op, ref cursor, row),
        };
        cursor.Depth--;
        return skipped;
    }

    private bool SkipItems(DecodeOp op, ref ByteCursor cursor, long row)
    {
        while (true)
        {
            if (!cursor.TryBlock(out var count))
                return false;
            if (count == 0)
                return true;
            for (var index = 0L; index < count; index++)
            {
                if (op.Code == DecodeCode.SkipMap && !cursor.TryBytes(out _, out _))
                    return false;
                if (!Run(op.Steps[0], ref cursor, row))
                    return false;
            }
        }
    }

    private static bool WriteScaled(long value, int exponent, long* data, long row, ref ByteCursor cursor)
    {
        var wide = value * PowersOfTen[exponent];
        data[row] = (long)wide;
        return wide == data[row] || cursor.Fail("a timestamp lies further away than the reader's type can say");
    }

    private static bool WriteDecimal(DecodeOp op, byte* start, int lengthBytes, byte* data, long row)
    {
        var width = op.Node!.Type.Width;
        if (!ByteCursor.TryUnscaled(start, lengthBytes, out var value) || !TryScale(ref value, op.Exponent, width))
            return false;
        if (width <= 4)
            ((short*)data)[row] = (short)value;
        else if (width <= 9)
            ((int*)data)[row] = (int)value;
        else if (width <= 18)
            ((long*)data)[row] = (long)value;
        else
            ((Int128*)data)[row] = value;
        return true;
    }

    /// <summary>Moves the point of a decimal, exactly, within so many digits.</summary>
    private static bool TryScale(ref Int128 value, int exponent, int width)
    {
        if (exponent < 0)
        {
            if (-exponent >= PowersOfTen.Length)
                return value == 0;
            (value, var rest) = Int128.DivRem(value, PowersOfTen[-exponent]);
            if (rest != 0)
                return false;
        }
        else if (exponent > 0)
        {
            if (exponent > width || Abs(value) >= PowersOfTen[width - exponent])
                return value == 0;
            value *= PowersOfTen[exponent];
        }

        return Abs(value) < PowersOfTen[width];
    }

    /// <summary>Without the exception of the least of all numbers, which is beyond all decimals.</summary>
    private static Int128 Abs(Int128 value) => value == Int128.MinValue ? Int128.MaxValue : Int128.Abs(value);

    private static readonly Int128[] PowersOfTen =
        [.. Enumerable.Range(0, 39).Select(digits => Int128.Parse("1" + new string('0', digits), CultureInfo.InvariantCulture))];

    private static bool WriteUuid(byte* start, int lengthBytes, byte* data, long row)
    {
        Span<char> characters = stackalloc char[36];
        var text = new ReadOnlySpan<byte>(start, lengthBytes);
        if (lengthBytes != 36 || Encoding.ASCII.GetChars(text, characters) != 36 || !Guid.TryParseExact(characters, "D", out var uuid))
            return false;
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        ((UInt128*)data)[row] = BinaryPrimitives.ReadUInt128BigEndian(bytes) ^ ((UInt128)1 << 127);
        return true;
    }

    private static bool WriteDuration(byte* start, byte* data, long row)
    {
        var (months, days, millis) = (*(uint*)start, *(uint*)(start + 4), *(uint*)(start + 8));
        if (months > int.MaxValue || days > int.MaxValue)
            return false;
        var interval = (int*)(data + (row * 16));
        (interval[0], interval[1]) = ((int)months, (int)days);
        *(long*)(interval + 2) = millis * 1000L;
        return true;
    }
}
