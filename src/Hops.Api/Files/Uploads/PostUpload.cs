using Hops.Api.Http;
using Hops.FileSystem.Door.Uploads;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files.Uploads;

/// <summary>Begins an upload that comes in parts (tus, extension creation).</summary>
internal static class PostUpload
{
    internal static async Task<Created> RunAsync(
        HopsPlatform platform, ApiCall call, string project, HttpContext http, CancellationToken cancellationToken)
    {
        var (path, overwrite, metadata) = Tus.MetadataOf(http.Request);
        PutContent.RequireFilePath(path);
        var request = new UploadRequest(Tus.LengthOf(http.Request), overwrite, metadata);
        var upload = await platform.Door.Uploads.BeginAsync(call.Actor, ProjectPath.Of(project, path), request, cancellationToken);
        Tus.Describe(http.Response, upload);
        return TypedResults.Created($"/api/v1/projects/{project}/files/uploads/{upload.Id}");
    }

    /// <summary>Says what is understood here.</summary>
    internal static NoContent Describe(HopsPlatform platform, string project, HttpResponse response)
    {
        Tus.Describe(response, platform.Door.Uploads.LengthMaxBytes);
        return TypedResults.NoContent();
    }
}
