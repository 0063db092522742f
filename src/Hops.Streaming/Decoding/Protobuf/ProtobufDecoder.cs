using Hops.Core.Errors;
using Hops.Schemas.Protobuf;

namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>
/// Decodes messages into the vectors of one thread, field by field as they come: of a field that is there twice the last one counts, lists
/// go on, messages are merged, and of a oneof the last field stays (protobuf.dev, "Encoding", "Last One Wins").
/// </summary>
internal sealed unsafe class ProtobufDecoder(VectorSlots vectors) : ValueDecoder
{
    /// <summary>Cells that the lists of one record may take: an empty message takes two bytes and as many cells as it has fields.</summary>
    private const int CellsMax = 4_000_000;

    private readonly VectorSlot* _slots = vectors.Slots;
    private readonly ScalarWriter _scalars = new(vectors);
    private readonly MapRows _mapRows = new();
    private readonly Dictionary<int, byte[]> _pieces = [];
    private int _cellsLeft;

    /// <inheritdoc/>
    public override bool TryDecode(WriterSteps steps, byte* start, byte* end, int row, out string reason)
    {
        var plan = (ProtobufSteps)steps;
        reason = "";
        try
        {
            if (!TryMessage(plan, ref start, end, out reason))
                return false;
            _cellsLeft = CellsMax;
            var cursor = new WireCursor(start, end);
            Begin(plan.Root, row);
            if (ReadFields(plan.Root, ref cursor, row))
                return true;
            reason = "the value is no such message: " + cursor.Error;
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.UndecodableRecord or ErrorCode.TooLarge)
        {
            reason = refusal.Message;
        }

        return false;
    }

    /// <summary>Passes over the indexes of the message (Confluent's wire format), the byte 0 for the first of the file.</summary>
    private static bool TryMessage(ProtobufSteps plan, ref byte* start, byte* end, out string reason)
    {
        reason = "";
        if (plan.IsFirst && start < end && *start == 0)
        {
            start++;
            return true;
        }

        var name = plan.Writer.MessageOf(new ReadOnlySpan<byte>(start, (int)(end - start)), out var position);
        start += position;
        if (name == plan.Name)
            return true;
        reason = $"the value is a message {name}, and queries read the first of the newest file, {plan.Name}";
        return false;
    }

    /// <summary>What a message has before anything of it was read.</summary>
    private void Begin(MessageStep message, long row)
    {
        foreach (var field in message.Fields)
        {
            if (!field.IsWanted)
                continue;
            ref var slot = ref _slots[field.Node.Slot];
            if (field.IsRepeated || field.Form == FieldForm.Map)
            {
                slot.SetValid(row);
                var entry = (ulong*)slot.Data + (row * 2);
                (entry[0], entry[1]) = ((ulong)slot.ItemCount, 0);
                if (field.Form == FieldForm.Map)
                    _mapRows.Begin(field.Node.Slot);
                continue;
            }

            SetNull(field.Node, row);
            if (field.HasPresence)
                continue;
            slot.SetValid(row);
            if (field.Form == FieldForm.Message)
                Begin(field.Message!, row);
            else if (field.Form == FieldForm.Scalar)
                _scalars.WriteDefault(field, row);
            else
                WriteEmpty(field, row);
        }
    }

    private bool ReadFields(MessageStep message, ref WireCursor cursor, long row)
    {
        while (!cursor.IsAtEnd)
        {
            if (!cursor.TryTag(out var number, out var wireType))
                return false;
            if (message.Find(number) is not { } field)
            {
                if (!cursor.TrySkip(number, wireType))
                    return false;
                continue;
            }

            foreach (var other in field.OtherSlots)
                _slots[other].SetNull(row);
            if (!(field.IsWanted ? ReadField(field, wireType, ref cursor, row) : cursor.TrySkip(number, wireType)))
                return false;
        }

        return true;
    }

    private bool ReadField(FieldStep field, int wireType, ref WireCursor cursor, long row)
    {
        if (field.IsRepeated && wireType == 2 && field.WireType != 2 && field.Form == FieldForm.Scalar)
            return ReadPacked(field, ref cursor, row);
        if (wireType != field.WireType)
            return cursor.Fail($"the field '{field.Path}' was written as another type");
        if (field.Form == FieldForm.Map)
            return ReadEntry(field, ref cursor, row);
        if (!field.IsRepeated)
            return ReadValue(field, ref cursor, row);
        return TryAppend(field, ref cursor, row, out var item) && ReadValue(field, ref cursor, item);
    }

    private bool ReadPacked(FieldStep field, ref WireCursor cursor, long row)
    {
        if (!cursor.TryBytes(out var start, out var lengthBytes))
            return false;
        var inner = new WireCursor(start, start + lengthBytes);
        while (!inner.IsAtEnd)
        {
            if (!TryAppend(field, ref inner, row, out var item) || !ReadValue(field, ref inner, item))
                return cursor.Fail(inner.Error!);
        }

        return true;
    }

    /// <summary>Makes room for one more item of a list or map: it is null. It counts from now on, so that a bad record's half-written item is undone too.</summary>
    private bool TryAppend(FieldStep field, ref WireCursor cursor, long row, out long item)
    {
        ref var list = ref _slots[field.Node.Slot];
        item = list.ItemCount;
        if ((_cellsLeft -= field.Value.NullSlots.Count) < 0)
            return cursor.Fail("the lists and maps of the record hold more than four million values");
        vectors.Reserve(field.Node, item + 1);
        list.ItemCount++;
        ((ulong*)list.Data)[(row * 2) + 1]++;
        SetNull(field.Value, item);
        return true;
    }

    /// <summary>Reads a value into its row, where it is merged with what is there.</summary>
    private bool ReadValue(FieldStep field, ref WireCursor cursor, long row)
    {
        ref var slot = ref _slots[field.Value.Slot];
        if (field.Form == FieldForm.Scalar)
        {
            slot.SetValid(row);
            return _scalars.TryRead(field, ref cursor, row);
        }

        if (!TryMessageBytes(field, ref cursor, out var start, out var lengthBytes))
            return false;
        var isNew = IsNull(in slot, row);
        slot.SetValid(row);
        switch (field.Form)
        {
            case FieldForm.Timestamp:
                return ReadTime(field, start, lengthBytes, isNew, ref cursor, row);
            case FieldForm.Duration:
                return ReadDuration(field, start, lengthBytes, isNew, ref cursor, row);
            case FieldForm.Json:
                WriteJson(field, new ReadOnlySpan<byte>(start, lengthBytes), isNew, row);
                return true;
            default:
                if (isNew)
                    Begin(field.Message!, row);
                var inner = new WireCursor(start, start + lengthBytes);
                return ReadFields(field.Message!, ref inner, row) || cursor.Fail(inner.Error!);
        }
    }

    private static bool TryMessageBytes(FieldStep field, ref WireCursor cursor, out byte* start, out int lengthBytes) =>
        field.WireType == 3 ? cursor.TryGroup(field.Field.Number, out start, out lengthBytes) : cursor.TryBytes(out start, out lengthBytes);

    /// <summary>An entry of a map: a later one of the same key takes the place of the earlier.</summary>
    private bool ReadEntry(FieldStep field, ref WireCursor cursor, long row)
    {
        if (!cursor.TryBytes(out var start, out var lengthBytes))
            return false;
        var inner = new WireCursor(start, start + lengthBytes);
        if (!MapRows.TryKey(field, inner, out var key))
            return cursor.Fail("an entry of a map is broken");
        if (_mapRows.Find(field.Node.Slot, key) is not { } item)
        {
            if (!TryAppend(field, ref cursor, row, out item))
                return false;
            _mapRows.Add(field.Node.Slot, key, item);
        }

        _slots[field.Value.Slot].SetValid(item);
        Begin(field.Message!, item);
        return ReadFields(field.Message!, ref inner, item) || cursor.Fail(inner.Error!);
    }

    private bool ReadTime(FieldStep field, byte* start, int lengthBytes, bool isNew, ref WireCursor cursor, long row)
    {
        var micros = (long*)_slots[field.Value.Slot].Data + row;
        return ProtobufTime.TryRead(start, lengthBytes, isNew ? 0 : *micros, out *micros)
            || cursor.Fail($"the field '{field.Path}' is no timestamp of the years 1 to 9999");
    }

    /// <summary>An interval of microseconds alone: a duration knows no days, which are not all of one length.</summary>
    private bool ReadDuration(FieldStep field, byte* start, int lengthBytes, bool isNew, ref WireCursor cursor, long row)
    {
        var interval = (long*)_slots[field.Value.Slot].Data + (row * 2);
        interval[0] = 0;
        return ProtobufTime.TryReadDuration(start, lengthBytes, isNew ? 0 : interval[1], out interval[1])
            || cursor.Fail($"the field '{field.Path}' is no duration of at most 10,000 years");
    }

    /// <summary>Writes a message as JSON. One in several pieces is their bytes after one another, which is what merging means.</summary>
    private void WriteJson(FieldStep field, ReadOnlySpan<byte> bytes, bool isNew, long row)
    {
        byte[] whole = isNew || !_pieces.TryGetValue(field.Value.Slot, out var earlier) ? bytes.ToArray() : [.. earlier, .. bytes];
        _pieces[field.Value.Slot] = whole;
        var json = field.Shape!.Json(whole);
        fixed (byte* text = json)
            VectorText.Write(in _slots[field.Value.Slot], row, text, json.Length);
    }

    /// <summary>The message of a map's entry that has none.</summary>
    private void WriteEmpty(FieldStep field, long row)
    {
        if (field.Form == FieldForm.Json)
            WriteJson(field, [], isNew: true, row);
        else if (field.Form == FieldForm.Duration)
            new Span<long>((long*)_slots[field.Value.Slot].Data + (row * 2), 2).Clear();
        else
            ((long*)_slots[field.Value.Slot].Data)[row] = 0;
    }

    private void SetNull(ColumnNode node, long row)
    {
        foreach (var slot in node.NullSlots)
            _slots[slot].SetNull(row);
    }

    private static bool IsNull(in VectorSlot slot, long row) => slot.Validity is not null && (slot.Validity[row >> 6] >> (int)(row & 63) & 1) == 0;
}
