using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Json;

namespace Hops.Cli.Commands.Topics;

/// <summary>Records as JSON, one a line; blank lines are passed over.</summary>
internal static class JsonLines
{
    private const int LineLengthMax = 16 << 20;

    /// <summary>Reads them one after the other.</summary>
    /// <exception cref="PlatformException">A line is too long or no JSON, with the fact <c>line</c>.</exception>
    public static IEnumerable<InputRecord> Read(TextReader text)
    {
        var line = new StringBuilder();
        for (var number = 1L; ReadLine(text, line, number); number++)
        {
            if (!IsBlank(line))
                yield return new InputRecord(number, Parse(line.ToString(), number));
        }
    }

    private static JsonElement Parse(string line, long number)
    {
        try
        {
            return PlainJson.Parse(line);
        }
        catch (PlatformException malformed)
        {
            throw new PlatformException(malformed.Code, $"Line {number}: {malformed.Message}", malformed).With("line", number);
        }
    }

    /// <summary>Reads up to the end of a line into <paramref name="line"/>; false at the end of the text.</summary>
    private static bool ReadLine(TextReader text, StringBuilder line, long number)
    {
        line.Clear();
        var next = text.Read();
        if (next < 0)
            return false;
        for (; next >= 0 && next != '\n'; next = text.Read())
        {
            if (line.Length == LineLengthMax)
                throw new PlatformException(ErrorCode.TooLarge, $"Line {number} is longer than {LineLengthMax} characters.").With("line", number);
            line.Append((char)next);
        }

        return true;
    }

    private static bool IsBlank(StringBuilder line)
    {
        for (var index = 0; index < line.Length; index++)
        {
            if (!char.IsWhiteSpace(line[index]))
                return false;
        }

        return true;
    }
}
