using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hops.Hadoop.WebHdfs.Requests;

/// <summary>The bytes of a file that OPEN answers with.</summary>
/// <param name="OffsetFirst">First byte.</param>
/// <param name="LengthBytes">How many follow; 0 for none.</param>
/// <param name="IsPartial">True if asked for by a <c>Range</c> header: the reply is 206 with <c>Content-Range</c>.</param>
internal readonly record struct ByteRange(long OffsetFirst, long LengthBytes, bool IsPartial)
{
    /// <summary>
    /// From <c>offset</c> and <c>length</c>, or, if neither is there, from a <c>Range</c> header with one range (RFC 9110 section 14.2;
    /// several ranges are ignored, as the RFC allows).
    /// </summary>
    /// <param name="parameters">Parameters of the request.</param>
    /// <param name="headers">Headers of the request.</param>
    /// <param name="path">For the message.</param>
    /// <param name="fileLengthBytes">Length of the file.</param>
    public static ByteRange Of(RequestParameters parameters, IHeaderDictionary headers, string path, long fileLengthBytes)
    {
        var offset = parameters.Number("offset", 0);
        var length = parameters.Number("length", 0);
        if (offset is null && length is null && Requested(headers, fileLengthBytes) is { } requested)
            return requested;

        var first = offset ?? 0;
        if (first > fileLengthBytes)
        {
            throw new PlatformException(
                ErrorCode.OutOfRange, $"Offset={first} out of the range [0, {fileLengthBytes}); OPEN, path={path}");
        }

        var rest = fileLengthBytes - first;
        return new ByteRange(first, Math.Min(length ?? rest, rest), IsPartial: false);
    }

    private static ByteRange? Requested(IHeaderDictionary headers, long fileLengthBytes)
    {
        if (headers.Range.Count != 1 || !RangeHeaderValue.TryParse(headers.Range[0], out var range)
            || !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase) || range.Ranges.Count != 1)
        {
            return null;
        }

        var only = range.Ranges.First();
        var first = only.From ?? Math.Max(0, fileLengthBytes - (only.To ?? 0));
        var last = only.From is null ? fileLengthBytes - 1 : Math.Min(only.To ?? long.MaxValue, fileLengthBytes - 1);

        // A range that begins past the end names no byte: an empty partial range, which OPEN answers with 416.
        return first > last ? new ByteRange(first, 0, IsPartial: true) : new ByteRange(first, last - first + 1, IsPartial: true);
    }
}
