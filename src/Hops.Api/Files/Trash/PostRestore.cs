using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files.Trash;

/// <summary>Puts something back from the trash of a dataset.</summary>
internal static class PostRestore
{
    internal static async Task<Ok<FileView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] TrashPath where, string trashed, RestoreRequest request, CancellationToken cancellationToken)
    {
        var to = request.To is null ? (FileSystem.Paths.FilePath?)null : ProjectPath.Of(where.Project, request.To);
        return TypedResults.Ok(FileView.Of(
            await platform.Door.Trash.RestoreAsync(call.Actor, where.Dataset(), GetTrash.IdOf(trashed), to, cancellationToken)));
    }
}

/// <summary>Where something of the trash is to go.</summary>
/// <param name="To">Another path below the project; null to put it back where it was.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RestoreRequest(string? To = null);
