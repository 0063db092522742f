using System.Globalization;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Requests;

/// <summary>
/// The query of a request. Names are case-insensitive, unknown ones are ignored, as Hadoop does. A parameter that decides something
/// may be given once only: two values would let a proxy and the server see different requests.
/// </summary>
/// <param name="query">The parsed query: percent-decoded once, <c>+</c> is a blank.</param>
internal sealed class RequestParameters(IQueryCollection query)
{
    private const int TextLengthMax = 8_000;

    /// <summary>True if the parameter is there, even when empty.</summary>
    public bool Has(string name) => query.ContainsKey(name);

    /// <summary>The value, or null if it is absent or empty.</summary>
    public string? Text(string name)
    {
        if (!query.TryGetValue(name, out var values) || values.Count == 0)
            return null;

        if (values.Count > 1)
            throw Invalid(name, "it is given more than once");

        var text = values[0];
        return text switch
        {
            null or "" => null,
            { Length: > TextLengthMax } => throw Invalid(name, "it is too long"),
            _ => text,
        };
    }

    /// <summary>The value; refused if absent.</summary>
    public string RequiredText(string name, string operation) =>
        Text(name) ?? throw new PlatformException(
            ErrorCode.InvalidArgument, $"Required param {name} for op: {operation} is null or empty");

    /// <summary>A whole number from <paramref name="min"/> up, or null if absent.</summary>
    public long? Number(string name, long min)
    {
        var text = Text(name);
        if (text is null or "null")
            return null;

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw Invalid(name, "it is not a whole number");

        return number >= min ? number : throw Invalid(name, $"{number} is less than {min}");
    }

    /// <summary><c>true</c> or <c>false</c> in any case; <paramref name="fallback"/> if absent.</summary>
    public bool Flag(string name, bool fallback) => Text(name) switch
    {
        null => fallback,
        var text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw Invalid(name, "it is neither true nor false"),
    };

    /// <summary>Octal permission bits up to 1777, leading zeros allowed; <paramref name="fallback"/> if absent.</summary>
    public int Permission(string name, int fallback)
    {
        var text = Text(name);
        if (text is null or "null")
            return fallback;

        var bits = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || bits > 0x1FF)
                throw Invalid(name, "it is not an octal number up to 1777");

            bits = (bits << 3) | (digit - '0');
        }

        return bits <= 0x3FF ? bits : throw Invalid(name, "it is greater than 1777");
    }

    /// <summary>The refusal of a malformed parameter, in Hadoop's words.</summary>
    public static PlatformException Invalid(string name, string reason) =>
        new(ErrorCode.InvalidArgument, $"Invalid value for webhdfs parameter \"{name}\": {reason}");
}
