using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files.Uploads;

/// <summary>Gives an upload up (tus, extension termination).</summary>
internal static class DeleteUpload
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string upload, CancellationToken cancellationToken)
    {
        await platform.Door.Uploads.DropAsync(call.Actor, upload, cancellationToken);
        return TypedResults.NoContent();
    }
}
