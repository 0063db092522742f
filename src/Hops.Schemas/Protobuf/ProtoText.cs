using System.Globalization;
using System.Text;

namespace Hops.Schemas.Protobuf;

/// <summary>Texts in quotes.</summary>
internal static class ProtoText
{
    /// <summary>The bytes of a token, or of several after one another, as Latin-1 characters where they were escaped.</summary>
    public static string Unquote(string token)
    {
        var text = new StringBuilder(token.Length);
        var quote = token[0];
        for (var index = 1; index < token.Length - 1; index++)
        {
            if (token[index] == quote)
            {
                // The next of several texts that follow one another.
                index = token.IndexOfAny(['"', '\''], index + 1);
                quote = token[index];
                continue;
            }

            if (token[index] != '\\')
            {
                text.Append(token[index]);
                continue;
            }

            index++;
            if (token[index] is >= '0' and <= '7')
            {
                var end = index;
                while (end < token.Length - 1 && end < index + 3 && token[end] is >= '0' and <= '7')
                    end++;
                text.Append((char)Convert.ToInt32(token[index..end], 8));
                index = end - 1;
            }
            else if (token[index] is 'x' or 'X')
            {
                var end = index + 1;
                while (end < token.Length - 1 && end < index + 3 && char.IsAsciiHexDigit(token[end]))
                    end++;
                if (int.TryParse(token.AsSpan(index + 1, end - index - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                    text.Append((char)code);
                index = end - 1;
            }
            else
            {
                text.Append(token[index] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', var other => other });
            }
        }

        return text.ToString();
    }

    /// <summary>A text as a token.</summary>
    public static string Quote(string text)
    {
        var token = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => token.Append("\\\""),
                '\\' => token.Append("\\\\"),
                '\n' => token.Append("\\n"),
                '\r' => token.Append("\\r"),
                '\t' => token.Append("\\t"),
                < ' ' => token.Append('\\').Append(Convert.ToString(letter, 8).PadLeft(3, '0')),
                _ => token.Append(letter),
            };
        }

        return token.Append('"').ToString();
    }
}
