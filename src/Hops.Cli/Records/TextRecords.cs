using System.Buffers;
using System.Text;
using Hops.Core.Errors;

namespace Hops.Cli.Records;

/// <summary>Records as text: one a line, without its end; an empty line is an empty record.</summary>
internal static class TextRecords
{
    /// <summary>Reads them one after the other, each as soon as it is whole.</summary>
    /// <exception cref="PlatformException">A line is too long, with the fact <c>line</c>.</exception>
    public static IEnumerable<InputRecord> Read(InputBytes input)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (input.Peek() >= 0)
        {
            var line = input.Line;
            bytes.ResetWrittenCount();
            for (var next = input.Next(); next is not (-1 or '\n'); next = input.Next())
            {
                if (bytes.WrittenCount == InputLimits.RecordLengthBytesMax)
                    throw new PlatformException(ErrorCode.TooLarge, $"Line {line}: it is longer than {InputLimits.RecordLengthBytesMax} bytes.").With("line", line);
                bytes.GetSpan(1)[0] = (byte)next;
                bytes.Advance(1);
            }

            var text = Encoding.UTF8.GetString(bytes.WrittenSpan);
            yield return new InputRecord(line, default, text.EndsWith('\r') ? text[..^1] : text);
        }
    }
}
