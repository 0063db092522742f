using System.Text;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Schemas.Json;

/// <summary>Turns hostile text into a JSON tree of which every text can be read: bounded, no key twice, no lone surrogate.</summary>
internal static class JsonInput
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="text">The text.</param>
    /// <param name="lengthBytesMax">Most bytes of UTF-8 that it may have.</param>
    /// <param name="depthMax">Most values inside one another.</param>
    /// <param name="code">Error of a malformed text.</param>
    /// <exception cref="PlatformException"><paramref name="code"/>, or <c>TooLarge</c>.</exception>
    public static JsonElement Parse(string text, int lengthBytesMax, int depthMax, ErrorCode code)
    {
        if (text.Length > lengthBytesMax)
            throw TooLarge(lengthBytesMax);
        try
        {
            return Parse(Utf8.GetBytes(text), lengthBytesMax, depthMax, code);
        }
        catch (EncoderFallbackException error)
        {
            throw new PlatformException(code, "The text has half of a surrogate pair; send valid Unicode.", error);
        }
    }

    /// <param name="text">The text as UTF-8, which is checked: what it does not hold would become U+FFFD at the first reading.</param>
    /// <param name="lengthBytesMax">Most bytes that it may have.</param>
    /// <param name="depthMax">Most values inside one another.</param>
    /// <param name="code">Error of a malformed text.</param>
    /// <exception cref="PlatformException"><paramref name="code"/>, or <c>TooLarge</c>.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> text, int lengthBytesMax, int depthMax, ErrorCode code)
    {
        if (text.Length > lengthBytesMax)
            throw TooLarge(lengthBytesMax);
        if (!System.Text.Unicode.Utf8.IsValid(text))
            throw new PlatformException(code, "The text is not UTF-8; convert it first, for instance with iconv -f latin1 -t utf-8.");
        try
        {
            var bytes = text.ToArray();
            CheckTexts(bytes, depthMax);
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = depthMax, AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            var line = (error.LineNumber ?? 0) + 1;
            var column = (error.BytePositionInLine ?? 0) + 1;
            throw new PlatformException(code, $"Not valid JSON at line {line}, byte {column}: {Reason(error)}", error)
                .With("line", line).With("column", column);
        }
    }

    /// <summary>Escapes may hide half of a surrogate pair, which would fail at the first reading of the text, far from here.</summary>
    private static void CheckTexts(byte[] bytes, int depthMax)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = depthMax });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException error)
            {
                throw new JsonException("a text holds half of a surrogate pair", null, 0, reader.TokenStartIndex, error);
            }
        }
    }

    /// <summary>The parser appends its own position to the message; ours is said already.</summary>
    private static string Reason(JsonException error)
    {
        var cut = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return cut < 0 ? error.Message : error.Message[..cut];
    }

    private static PlatformException TooLarge(int lengthBytesMax) =>
        new PlatformException(ErrorCode.TooLarge, $"The text has more than {lengthBytesMax} bytes; make it smaller.")
            .With("limit", lengthBytesMax);
}
