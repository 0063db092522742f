using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.FileSystem.Door.Copies;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files;

/// <summary>Copies a file or directory on the server, while the caller waits: a caller that goes breaks it off, and nothing is left of it.</summary>
internal static class PostCopy
{
    internal static async Task<Created<CopyView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostCopyRequest request, CancellationToken cancellationToken)
    {
        var target = request.ToProject ?? project;
        PutContent.RequireFilePath(request.To);
        var copy = new CopyRequest(ProjectPath.Of(project, request.From), ProjectPath.Of(target, request.To), request.Overwrite);
        var report = await platform.Door.CopyAsync((call.Actor, ActorIn(platform, call, request.ToProject)), copy, cancellationToken);
        var place = $"/api/v1/projects/{Uri.EscapeDataString(target)}/files/status?path={Uri.EscapeDataString(request.To)}";
        return TypedResults.Created(place, CopyView.Of(report));
    }

    /// <summary>The caller in the project of the destination; as who it is here if it is no member there, for the gate to refuse.</summary>
    private static Core.Identity.Principal ActorIn(HopsPlatform platform, ApiCall call, string? project) =>
        project is not null && platform.Roster.Now.FindProject(project) is { } found ? platform.Gate.Enter(call.Actor, found.Row.Id) ?? call.Actor : call.Actor;
}

/// <summary>A file or directory to be copied.</summary>
/// <param name="From">Its path below the project.</param>
/// <param name="To">The path that the copy is to have: below the project, or <c>owner::dataset/...</c> of what is lent to it for writing.</param>
/// <param name="Overwrite">True to replace a file or an empty directory there.</param>
/// <param name="ToProject">Another project of the caller's, below which <paramref name="To"/> is; an export of the one that is left.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostCopyRequest(string From, string To, bool Overwrite = false, string? ToProject = null);

/// <summary>A copy that was made.</summary>
/// <param name="Copy">It, in its place.</param>
/// <param name="DirectoryCount">Directories of it.</param>
/// <param name="FileCount">Files of it.</param>
/// <param name="LengthBytes">Bytes of its files.</param>
/// <param name="LeftOutCount">Files that were being written, which are not in it.</param>
public sealed record CopyView(FileView Copy, int DirectoryCount, int FileCount, long LengthBytes, int LeftOutCount)
{
    internal static CopyView Of(CopyReport report) =>
        new(FileView.Of(report.Status), report.DirectoryCount, report.FileCount, report.LengthBytes, report.LeftOutCount);
}
