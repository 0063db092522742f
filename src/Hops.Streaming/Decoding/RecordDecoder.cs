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
    private const string TimestampOutside = "a timestamp is outside the years 1 to 9999";

    private readonly VectorSlot* _slots = vectors.Slots;

    /// <summary>Runs steps one after the other: of the fields of a record, of an item, of the one branch of a union.</summary>
    /// <remarks>
    /// What nearly all fields are is read here, with the place in the record in a register, and each number behind one call at most; the other
    /// steps go through the cursor.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Run(ReadOnlySpan<DecodeOp> steps, ref ByteCursor cursor, long row)
    {
        var slots = _slots;
        var at = cursor.At;
        var end = cursor.End;
        foreach (var step in steps)
        {
            var op = step;
            if (op.Code == DecodeCode.Optional)
            {
                at = Long(at, end, ref cursor, out var branch);
                if (at is null || (ulong)branch > 1)
                    return cursor.Fail("a union has no such branch");
                if (branch == op.Argument)
                {
                    SetNull(op.NullSlots, row);
                    continue;
                }

                op = op.Steps[0];
            }

            var data = slots[op.Slot].Data;
            switch (op.Code)
            {
                case DecodeCode.Long:
                    at = Long(at, end, ref cursor, out ((long*)data)[row]);
                    break;
                case DecodeCode.Int:
                    at = Int(at, end, ref cursor, out ((int*)data)[row]);
                    break;
                case DecodeCode.TimestampMicros:
                    at = Timestamp(at, end, ref cursor, out ((long*)data)[row]);
                    break;
                case DecodeCode.Text:
                    at = Text(at, end, ref cursor, data + (row * StringCell.LengthBytes));
                    break;
                case DecodeCode.Double:
                    at = Copy(at, end, ref cursor, (double*)data + row);
                    break;
                case DecodeCode.Float:
                    at = Copy(at, end, ref cursor, (float*)data + row);
                    break;
                case DecodeCode.Boolean:
                    at = Copy(at, end, ref cursor, data + row);
                    if (at is not null && data[row] > 1)
                        return cursor.Fail("a boolean is neither 0 nor 1");
                    break;
                case DecodeCode.SkipVarint:
                    at = Long(at, end, ref cursor, out _);
                    break;
                case DecodeCode.SkipBytes:
                    at = Bytes(at, end, ref cursor, out _);
                    break;
                case DecodeCode.SkipFixed:
                    at = Fixed(at, end, op.Argument, ref cursor);
                    break;
                default:
                    cursor.At = at;
                    at = RunOther(op, ref cursor, data, row) ? cursor.At : null;
                    break;
            }

            if (at is null)
                return false;
        }

        cursor.At = at;
        return true;
    }

    /// <summary>Reads a number.</summary>
    /// <returns>The place behind it; null if it is bad, and the cursor has the reason.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Long(byte* at, byte* end, ref ByteCursor cursor, out long value)
    {
        if (at < end && *at < 0x80)
        {
            value = (*at >> 1) ^ -(*at & 1);
            return at + 1;
        }

        return LongOfBytes(at, ref cursor, out value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* LongOfBytes(byte* at, ref ByteCursor cursor, out long value)
    {
        cursor.At = at;
        return cursor.TryLonger(out value) ? cursor.At : null;
    }

    /// <inheritdoc cref="Long"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Int(byte* at, byte* end, ref ByteCursor cursor, out int value)
    {
        at = Long(at, end, ref cursor, out var wide);
        value = (int)wide;
        if (value == wide)
            return at;
        cursor.Fail("an int is out of range");
        return null;
    }

    /// <inheritdoc cref="Long"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Timestamp(byte* at, byte* end, ref ByteCursor cursor, out long micros)
    {
        at = Long(at, end, ref cursor, out micros);
        return micros is >= MicrosMin and <= MicrosMax || cursor.Fail(TimestampOutside) ? at : null;
    }

    /// <summary>Reads a text.</summary>
    /// <returns>The place behind it; null if it is bad, and the cursor has the reason.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Text(byte* at, byte* end, ref ByteCursor cursor, byte* cell)
    {
        at = Bytes(at, end, ref cursor, out var lengthBytes);
        return at is null || StringCell.TryWriteText(cell, at - lengthBytes, lengthBytes) || cursor.Fail("a text is not UTF-8") ? at : null;
    }

    /// <summary>Reads what is written as it lies in memory.</summary>
    /// <inheritdoc cref="Fixed"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Copy<T>(byte* at, byte* end, ref ByteCursor cursor, T* value)
        where T : unmanaged
    {
        at = Fixed(at, end, sizeof(T), ref cursor);
        if (at is not null)
            *value = *(T*)(at - sizeof(T));
        return at;
    }

    /// <summary>Reads a length and goes over so many bytes.</summary>
    /// <returns>The place behind them; null if they are bad, and the cursor has the reason.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Bytes(byte* at, byte* end, ref ByteCursor cursor, out int lengthBytes)
    {
        at = Long(at, end, ref cursor, out var length);
        lengthBytes = (int)length;
        if (at is null || (ulong)length <= (ulong)(end - at))
            return at is null ? null : at + length;
        cursor.Fail(length < 0 ? "a length is negative" : "a text or byte sequence is longer than the record");
        return null;
    }

    /// <summary>Goes over so many bytes.</summary>
    /// <returns>The place behind them; null if there are fewer, and the cursor has the reason.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Fixed(byte* at, byte* end, int lengthBytes, ref ByteCursor cursor)
    {
        if (lengthBytes <= end - at)
            return at + lengthBytes;
        cursor.Fail("the record ends too early");
        return null;
    }

    private bool RunOther(DecodeOp op, ref ByteCursor cursor, byte* data, long row)
    {
        switch (op.Code)
        {
            case DecodeCode.TimestampMillis:
                return cursor.TryLong(out var millis)
                    && (Math.Abs(millis / 1000) <= MicrosMax / 1_000_000 || cursor.Fail(TimestampOutside))
                    && WriteTimestamp(millis * 1000, (long*)data, row, ref cursor);
            case DecodeCode.Enum:
                return ReadEnum(op, ref cursor, data, row);
            case DecodeCode.SkipNothing:
                return true;
            case DecodeCode.Record:
                return Run(op.Steps, ref cursor, row);
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
                    && Run(op.Steps.AsSpan((int)branch, 1), ref cursor, row);
            case DecodeCode.Member:
                return SetNull(op.NullSlots, row) && Run(op.Steps, ref cursor, row);
            case DecodeCode.Default:
                fixed (byte* content = op.Content)
                {
                    var inner = new ByteCursor(content, content + op.Content.Length);
                    return Run(op.Steps, ref inner, row) || cursor.Fail(inner.Error ?? "");
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
        return micros is >= MicrosMin and <= MicrosMax || cursor.Fail(TimestampOutside);
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
                if (!Run(op.Steps, ref cursor, list.ItemCount++))
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
            DecodeCode.SkipRecord => Run(op.Steps, ref cursor, row),
            DecodeCode.SkipUnion => cursor.TryLong(out var branch)
                && ((ulong)branch < (ulong)op.Steps.Length || cursor.Fail("a union has no such branch"))
                && Run(op.Steps.AsSpan((int)branch, 1), ref cursor, row),
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
                if (!Run(op.Steps, ref cursor, row))
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
