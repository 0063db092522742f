using System.Text.Json;
using Hops.Schemas.JsonSchemas;

namespace Hops.Streaming.Decoding.Json;

/// <summary>
/// Decodes JSON into the vectors of one thread. Of a property that is there twice the last one counts. Texts are cells that point into the
/// record; one with escapes is written anew into the memory of its vector.
/// </summary>
internal sealed unsafe class JsonValueDecoder(VectorSlots vectors) : ValueDecoder
{
    /// <summary>Cells that the lists of one record may take: an empty object takes two bytes and as many cells as it has members.</summary>
    private const int CellsMax = 4_000_000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonSchemaLimits.JsonDepthMax };

    private readonly VectorSlot* _slots = vectors.Slots;
    private byte[] _scratch = new byte[256];
    private byte* _start;
    private int _cellsLeft;
    private string _reason = "";

    /// <inheritdoc/>
    public override bool TryDecode(WriterSteps steps, byte* start, byte* end, int row, out string reason)
    {
        _start = start;
        (_cellsLeft, _reason) = (CellsMax, "");
        var plan = (JsonSteps)steps;
        if (!plan.IsBare && !IsEnclosed(new ReadOnlySpan<byte>(start, (int)(end - start)).Trim(" \t\r\n"u8)))
        {
            reason = _reason;
            return false;
        }

        bool isDecoded;
        try
        {
            var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(start, (int)(end - start)), Options);
            isDecoded = reader.Read() && (plan.IsBare
                ? ReadValue(plan.Root.Steps[0]!, ref reader, row)
                : (reader.TokenType == JsonTokenType.StartObject || Fail("the value is no JSON object")) && ReadMembers(plan.Root, ref reader, row));
            // Where something follows, this throws.
            isDecoded = isDecoded && !reader.Read();
        }
        catch (JsonException exception)
        {
            isDecoded = Fail("the value is no JSON: " + exception.Message);
        }

        reason = _reason;
        return isDecoded;
    }

    /// <summary>
    /// Looks at both ends: the reader tells by an exception what is no JSON, which takes longer than many good records do, and what is no JSON is most
    /// often something else altogether, or cut off.
    /// </summary>
    private bool IsEnclosed(ReadOnlySpan<byte> trimmed)
    {
        if (trimmed.IsEmpty || trimmed[0] != '{')
            return Fail("the value is no JSON object");
        return trimmed[^1] == '}' || Fail("the value is no JSON: it ends within an object");
    }

    private bool ReadMembers(JsonMembers members, ref Utf8JsonReader reader, long row)
    {
        foreach (var slot in members.NullSlots)
            _slots[slot].SetNull(row);
        var next = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!TryName(ref reader, out var name))
                return false;
            var position = members.Find(name, ref next);
            reader.Read();
            if (position < 0 || members.Steps[position] is not { } step)
                reader.Skip();
            else if (!ReadValue(step, ref reader, row))
                return false;
        }

        return true;
    }

    private bool TryName(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        var isCopied = reader.ValueIsEscaped;
        var isText = TryUnescape(ref reader, out var lengthBytes);
        name = isCopied ? _scratch.AsSpan(0, lengthBytes) : new ReadOnlySpan<byte>(_start + reader.TokenStartIndex + 1, lengthBytes);
        return isText || Fail("the name of a property has half of a character");
    }

    private bool ReadValue(JsonStep step, ref Utf8JsonReader reader, long row)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            foreach (var slot in step.Node.NullSlots)
                _slots[slot].SetNull(row);
            return true;
        }

        _slots[step.Node.Slot].SetValid(row);
        var data = _slots[step.Node.Slot].Data;
        switch (step.Kind)
        {
            case JsonShapeKind.Object:
                return reader.TokenType == JsonTokenType.StartObject ? ReadMembers(step.Members!, ref reader, row) : Misfit(step, ref reader);
            case JsonShapeKind.Array:
                return reader.TokenType == JsonTokenType.StartArray ? ReadItems(step, ref reader, row) : Misfit(step, ref reader);
            case JsonShapeKind.Boolean:
                data[row] = reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False || Misfit(step, ref reader);
            case JsonShapeKind.Integer:
                return reader.TokenType == JsonTokenType.Number ? ReadInteger(step, ref reader, (long*)data, row) : Misfit(step, ref reader);
            case JsonShapeKind.Number:
                return reader.TokenType == JsonTokenType.Number
                    ? (reader.TryGetDouble(out ((double*)data)[row]) && double.IsFinite(((double*)data)[row])) || Fail(step, "has more digits than a DOUBLE")
                    : Misfit(step, ref reader);
            case JsonShapeKind.String:
                return reader.TokenType == JsonTokenType.String ? ReadText(step, ref reader, row) : Misfit(step, ref reader);
            case JsonShapeKind.DateTime:
                return reader.TokenType == JsonTokenType.String ? ReadTime(step, ref reader, (long*)data, row) : Misfit(step, ref reader);
            default:
                var start = _start + reader.TokenStartIndex;
                reader.Skip();
                return StringCell.TryWriteText(data + (row * StringCell.LengthBytes), start, (int)(_start + reader.BytesConsumed - start)) || Fail(step, "is not UTF-8");
        }
    }

    private bool ReadItems(JsonStep step, ref Utf8JsonReader reader, long row)
    {
        ref var list = ref _slots[step.Node.Slot];
        var first = list.ItemCount;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if ((_cellsLeft -= step.Items!.CellCount) < 0)
                return Fail("the arrays of the record hold more than four million values");
            vectors.Reserve(step.Node, list.ItemCount + 1);
            // Counted before it is decoded, so that a bad record's half-written item is undone too.
            if (!ReadValue(step.Items, ref reader, list.ItemCount++))
                return false;
        }

        var entry = (ulong*)list.Data + (row * 2);
        (entry[0], entry[1]) = ((ulong)first, (ulong)(list.ItemCount - first));
        return true;
    }

    /// <summary>A whole number, however it is written: <c>1.0</c> and <c>1e2</c> are some too (JSON Schema, "integer").</summary>
    private bool ReadInteger(JsonStep step, ref Utf8JsonReader reader, long* data, long row)
    {
        if (reader.TryGetInt64(out data[row]))
            return true;
        if (!reader.TryGetDecimal(out var number) || number != decimal.Truncate(number))
            return Fail(step, "is a number that is not whole, or is beyond a BIGINT");
        if (number is < long.MinValue or > long.MaxValue)
            return Fail(step, "is beyond a BIGINT");
        data[row] = (long)number;
        return true;
    }

    private bool ReadText(JsonStep step, ref Utf8JsonReader reader, long row)
    {
        ref var slot = ref _slots[step.Node.Slot];
        var cell = slot.Data + (row * StringCell.LengthBytes);
        if (!reader.ValueIsEscaped)
            return StringCell.TryWriteText(cell, _start + reader.TokenStartIndex + 1, reader.ValueSpan.Length) || Fail(step, "is not UTF-8");
        if (!TryUnescape(ref reader, out var lengthBytes))
            return Fail(step, "is not UTF-8, or has half of a character");
        fixed (byte* text = _scratch)
            VectorText.Write(in slot, row, text, lengthBytes);
        return true;
    }

    private bool ReadTime(JsonStep step, ref Utf8JsonReader reader, long* data, long row)
    {
        var isCopied = reader.ValueIsEscaped;
        if (!TryUnescape(ref reader, out var lengthBytes))
            return Fail(step, "is not UTF-8, or has half of a character");
        var text = isCopied ? _scratch.AsSpan(0, lengthBytes) : reader.ValueSpan;
        return Rfc3339.TryMicros(text, out data[row]) || Fail(step, "is no date-time such as 2013-01-01T10:00:00Z, as its schema has it");
    }

    /// <summary>Writes a text with escapes into the scratch buffer; of one without, only the length is told.</summary>
    private bool TryUnescape(scoped ref Utf8JsonReader reader, out int lengthBytes)
    {
        lengthBytes = reader.ValueSpan.Length;
        if (!reader.ValueIsEscaped)
            return true;
        if (_scratch.Length < lengthBytes)
            _scratch = new byte[Math.Max(lengthBytes, _scratch.Length * 2)];
        try
        {
            lengthBytes = reader.CopyString(_scratch);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader's word for bytes that are not UTF-8, and for half of a surrogate pair.
            lengthBytes = 0;
            return false;
        }
    }

    private bool Misfit(JsonStep step, ref Utf8JsonReader reader) => Fail(step, $"is {WordOf(reader.TokenType)}, and {WordOf(step.Kind)} in the schema");

    private bool Fail(JsonStep step, string reason) => Fail($"the property '{step.Path}' {reason}");

    private bool Fail(string reason)
    {
        _reason = reason;
        return false;
    }

    private static string WordOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        _ => "a boolean",
    };

    private static string WordOf(JsonShapeKind kind) => kind switch
    {
        JsonShapeKind.Object => "an object",
        JsonShapeKind.Array => "an array",
        JsonShapeKind.Boolean => "a boolean",
        JsonShapeKind.Integer => "an integer",
        JsonShapeKind.Number => "a number",
        _ => "a string",
    };
}
