using Hops.Api.Http;
using Hops.FileSystem.Door.Uploads;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files.Uploads;

/// <summary>The caller's uploads that are not finished.</summary>
internal static class GetUploads
{
    internal static async Task<Ok<Page<UploadView>>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var (uploads, last) = await platform.Door.Uploads.ListAsync(call.Actor, page.After(), page.Count(), cancellationToken);
        return TypedResults.Ok(PageRequest.UpTo(uploads, last, upload => UploadView.Of(upload, project)));
    }

    /// <summary>How far one is: where the next part begins.</summary>
    internal static async Task<NoContent> HeadAsync(
        HopsPlatform platform, ApiCall call, string project, string upload, HttpResponse response, CancellationToken cancellationToken)
    {
        Tus.Describe(response, await platform.Door.Uploads.GetAsync(call.Actor, upload, cancellationToken));
        return TypedResults.NoContent();
    }
}

/// <summary>An upload that is not finished.</summary>
/// <param name="Id">Its id, for the routes of one upload.</param>
/// <param name="Path">Path that the file will have below the project; <c>owner::dataset/...</c> in another one.</param>
/// <param name="LengthBytes">Length of the file.</param>
/// <param name="ReceivedBytes">How much of it has come.</param>
/// <param name="Expires">When it is given up if nothing more comes.</param>
/// <param name="Metadata">What its client has said of it: <c>Upload-Metadata</c> of tus.</param>
public sealed record UploadView(string Id, string Path, long LengthBytes, long ReceivedBytes, DateTimeOffset Expires, string Metadata)
{
    internal static UploadView Of(UploadStatus upload, string project) => new(
        upload.Id, ProjectPath.Below(project, upload.Path), upload.LengthBytes, upload.ReceivedBytes, upload.Expires, upload.Metadata);
}
