using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Platform.Shares;

/// <summary>Words that one project says to another: shown to people who do not know the writer, so nothing is in them that is not seen.</summary>
internal static class ShareText
{
    /// <summary>Refuses what is too long, or holds characters that cannot be seen or change how others are shown.</summary>
    /// <param name="field">Name of the field.</param>
    /// <param name="text">The words; empty for none.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>field</c>.</exception>
    public static void Check(string field, string text)
    {
        if (text.Length > ShareOffer.TextLengthMax)
            throw Refused(field, $"has at most {ShareOffer.TextLengthMax} characters");
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
                at++;
            else if (CharUnicodeInfo.GetUnicodeCategory(text[at]) is UnicodeCategory.Surrogate)
                throw Refused(field, "is valid Unicode");
            else if (CharUnicodeInfo.GetUnicodeCategory(text[at]) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse)
                throw Refused(field, "is one line without control and formatting characters");
        }
    }

    private static PlatformException Refused(string field, string rule) =>
        new PlatformException(ErrorCode.InvalidArgument, $"The {field} {rule}.").With("field", field);
}
