using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files.Uploads;

/// <summary>Takes a part of an upload, from where it is; the last one makes the file.</summary>
internal static class PatchUpload
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string upload, HttpContext http, CancellationToken cancellationToken)
    {
        var part = (Tus.OffsetOf(http.Request), http.Request.BodyReader);
        Tus.Describe(http.Response, await platform.Door.Uploads.AddAsync(call.Actor, upload, part, cancellationToken));
        return TypedResults.NoContent();
    }
}
