using System.Text;
using Hops.Core.Errors;
using Hops.FileSystem.Paths;

namespace Hops.Hadoop.WebHdfs.Requests;

/// <summary>
/// The file path of a request, taken from the request line itself: the framework's own path has dot segments resolved and keeps
/// <c>%2F</c>, so a decision made on it could differ from the path that is used. Here it is percent-decoded exactly once.
/// </summary>
internal static class RequestPath
{
    private const int TargetLengthMax = 3 * FilePath.LengthMaxBytes;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The decoded, validated path below <paramref name="prefix"/>; <c>/</c> if nothing follows it.</summary>
    /// <param name="rawTarget">Target of the request line (RFC 9112 section 3.2), in origin or absolute form.</param>
    /// <param name="prefix">Path under which WebHDFS is served, without a slash at its end.</param>
    public static FilePath FromTarget(string rawTarget, string prefix)
    {
        var path = OriginForm(rawTarget);
        var end = path.AsSpan().IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || (path.Length > prefix.Length && path[prefix.Length] != '/'))
            throw Invalid("the request does not begin with " + prefix);

        if (path.Length - prefix.Length > TargetLengthMax)
            throw Invalid($"it is longer than {FilePath.LengthMaxBytes} bytes");

        return path.Length == prefix.Length ? FilePath.Root : Validated(Decoded(path[prefix.Length..]));
    }

    /// <summary>
    /// Checks a path that was decoded already (a query parameter, a JSON field). Doubled slashes are dropped, as HDFS does; the rest is
    /// the rule of <see cref="FilePath"/>.
    /// </summary>
    public static FilePath Validated(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);

        return FilePath.Parse(path);
    }

    private static string OriginForm(string rawTarget)
    {
        if (rawTarget.StartsWith('/'))
            return rawTarget;

        var authority = rawTarget.IndexOf("://", StringComparison.Ordinal);
        var slash = authority < 0 ? -1 : rawTarget.IndexOf('/', authority + 3);
        return slash < 0 ? throw Invalid("the request line has no path") : rawTarget[slash..];
    }

    private static string Decoded(string escaped)
    {
        if (!escaped.Contains('%', StringComparison.Ordinal) && Ascii.IsValid(escaped))
            return escaped;

        var source = Encoding.UTF8.GetBytes(escaped);
        var decoded = new byte[source.Length];
        var length = 0;
        for (var index = 0; index < source.Length; index++)
            decoded[length++] = source[index] == (byte)'%' ? Octet(source, ref index) : source[index];

        try
        {
            return StrictUtf8.GetString(decoded, 0, length);
        }
        catch (DecoderFallbackException cause)
        {
            throw new PlatformException(ErrorCode.InvalidPath, "Invalid path name: it is not UTF-8.", cause);
        }
    }

    private static byte Octet(byte[] source, ref int index)
    {
        if (index + 2 >= source.Length || !char.IsAsciiHexDigit((char)source[index + 1]) || !char.IsAsciiHexDigit((char)source[index + 2]))
            throw Invalid("it has a % that is not followed by two hexadecimal digits");

        var octet = (byte)((Convert.FromHexString([(char)source[index + 1], (char)source[index + 2]]))[0]);
        index += 2;
        return octet;
    }

    private static PlatformException Invalid(string reason) =>
        new(ErrorCode.InvalidPath, $"Invalid path name: {reason}.");
}
