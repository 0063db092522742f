using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hops.Api.Files;

/// <summary>Downloads a file, or a range of it: data leaves the platform, so it is an export and kept in the audit trail.</summary>
internal static class GetContent
{
    internal static async Task RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] FilesPath where, HttpContext http, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        using var file = await platform.Door.OpenAsync(call.Actor, path, cancellationToken);
        var (offset, length) = RangeOf(http, file.LengthBytes);

        // Content of users is never shown as a page of ours.
        var response = http.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = length;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ContentDisposition = "attachment";
        response.Headers.ContentSecurityPolicy = "sandbox";
        await file.CopyToAsync(response.BodyWriter, offset, length, cancellationToken);
    }

    /// <summary>
    /// The one range that is asked for (RFC 9110 section 14.2), which sets the status; the whole file where there is none, or several, or one in
    /// another unit, which a server may do.
    /// </summary>
    private static (long Offset, long LengthBytes) RangeOf(HttpContext http, long fileBytes)
    {
        if (!RangeHeaderValue.TryParse(http.Request.Headers.Range.ToString(), out var range) || range.Unit != "bytes" || range.Ranges.Count != 1)
            return (0, fileBytes);
        var (from, to) = (range.Ranges.Single().From, range.Ranges.Single().To);
        var offset = from ?? Math.Max(fileBytes - to!.Value, 0);
        var end = from is null || to is null ? fileBytes : Math.Min(to.Value, fileBytes - 1) + 1;
        if (offset >= end)
            throw new PlatformException(ErrorCode.OutOfRange, $"The file has {fileBytes} bytes, and the range begins at {offset}.");
        http.Response.StatusCode = StatusCodes.Status206PartialContent;
        http.Response.Headers.ContentRange = new ContentRangeHeaderValue(offset, end - 1, fileBytes).ToString();
        return (offset, end - offset);
    }
}
