using System.Buffers;
using Hops.Core.Errors;
using Hops.Schemas.Json;

namespace Hops.Cli.Records;

/// <summary>Records as JSON: one after the other, on one line each or on several, or all of them in one array.</summary>
internal static class JsonRecords
{
    /// <summary>Reads them one after the other, each as soon as it is whole.</summary>
    /// <exception cref="PlatformException">A record is too long or no JSON, with the fact <c>line</c> where it began.</exception>
    public static IEnumerable<InputRecord> Read(InputBytes input)
    {
        var record = new ArrayBufferWriter<byte>();
        SkipBlank(input);
        var isArray = input.Peek() == '[';
        if (isArray)
            input.Next();
        for (var isFirst = true; SkipBlank(input); isFirst = false)
        {
            if (isArray && input.Peek() == ']')
                break;
            if (isArray && !isFirst)
                TakeComma(input);
            var line = input.Line;
            record.ResetWrittenCount();
            Take(input, record, isArray, line);
            yield return new InputRecord(line, Parse(record.WrittenSpan, line));
        }

        if (isArray)
            CheckEnd(input);
    }

    private static System.Text.Json.JsonElement Parse(ReadOnlySpan<byte> record, long line)
    {
        try
        {
            return PlainJson.Parse(record);
        }
        catch (PlatformException malformed)
        {
            throw new PlatformException(malformed.Code, $"Line {line}: {malformed.Message}", malformed).With("line", line);
        }
    }

    /// <summary>False at the end of the text.</summary>
    private static bool SkipBlank(InputBytes input)
    {
        while (input.Peek() is ' ' or '\t' or '\r' or '\n')
            input.Next();
        return input.Peek() >= 0;
    }

    private static void TakeComma(InputBytes input)
    {
        if (input.Peek() != ',')
            throw Wrong(input.Line, "a comma or ] is expected after a record of the array");
        input.Next();
        SkipBlank(input);
    }

    private static void CheckEnd(InputBytes input)
    {
        if (input.Next() != ']')
            throw Wrong(input.Line, "the array is not closed");
        if (SkipBlank(input))
            throw Wrong(input.Line, "text follows after the array");
    }

    /// <summary>Takes an object or array up to its last brace, and anything else up to the end of the line, or of the item of an array.</summary>
    private static void Take(InputBytes input, ArrayBufferWriter<byte> record, bool isItem, long line)
    {
        var depth = 0;
        var isText = false;
        while (input.Peek() is var next and >= 0)
        {
            // A text has no line ends: one that is not closed must not take the rest of the file for itself.
            if (next == '\n' && (isText || depth == 0))
                return;
            if (depth == 0 && !isText && isItem && next is ',' or ']' && record.WrittenCount > 0)
                return;
            Append(record, (byte)input.Next(), line);
            if (isText && next == '\\' && input.Peek() >= 0 && input.Peek() != '\n')
                Append(record, (byte)input.Next(), line);
            else if (next == '"')
                isText = !isText;
            else if (!isText && next is '{' or '[')
                depth++;
            else if (!isText && next is '}' or ']' && --depth <= 0)
                return;
        }
    }

    private static void Append(ArrayBufferWriter<byte> record, byte next, long line)
    {
        if (record.WrittenCount == InputLimits.RecordLengthBytesMax)
            throw new PlatformException(ErrorCode.TooLarge, $"Line {line}: it is longer than {InputLimits.RecordLengthBytesMax} bytes.").With("line", line);
        record.GetSpan(1)[0] = next;
        record.Advance(1);
    }

    private static PlatformException Wrong(long line, string reason) =>
        new PlatformException(ErrorCode.InvalidArgument, $"Line {line}: {reason}.").With("line", line);
}
