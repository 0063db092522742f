using System.Globalization;
using Hops.Hadoop.WebHdfs.Requests;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// OPEN: the content of a file, from <c>offset</c> for <c>length</c> bytes, or by a <c>Range</c> header. It is answered here, without the
/// redirect of Hadoop's: every client takes the content where it asks for it.
/// </summary>
internal static class Open
{
    /// <summary>Answers with the bytes; never with fewer than announced: a damaged block closes the connection.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        if (call.Parameters.Flag("noredirect", fallback: false))
        {
            // The client asks where to read: here, by the same request without the flag.
            await Redirect.ReplyAsync(call, ["offset", "length"], cancellationToken);
            return;
        }

        using var reader = await call.Door.OpenAsync(call.Principal, call.Path, cancellationToken);
        var range = ByteRange.Of(call.Parameters, call.Http.Request.Headers, call.Path.Text, reader.LengthBytes);
        WriteHead(call, range, reader.LengthBytes);
        await reader.CopyToAsync(call.Response.BodyWriter, range.OffsetFirst, range.LengthBytes, cancellationToken);
    }

    private static void WriteHead(WebHdfsCall call, ByteRange range, long fileLengthBytes)
    {
        var response = call.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = range.LengthBytes;
        response.Headers.AcceptRanges = "bytes";

        // Content is whatever its writer made it: a browser shall save it, and run nothing of it as a page of this host.
        response.Headers.ContentDisposition = "attachment";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        if (!range.IsPartial)
            return;

        if (range.LengthBytes == 0)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{fileLengthBytes}");
            return;
        }

        var last = range.OffsetFirst + range.LengthBytes - 1;
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.OffsetFirst}-{last}/{fileLengthBytes}");
    }
}
