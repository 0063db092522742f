using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files.Trash;

/// <summary>Deletes for good what is in the trash of a dataset.</summary>
internal static class EmptyTrash
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] TrashPath where, CancellationToken cancellationToken)
    {
        // That there is nothing in it is what was asked for.
        await platform.Door.Trash.EmptyAsync(call.Actor, where.Dataset(), cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<NoContent> OneAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] TrashPath where, string trashed, CancellationToken cancellationToken)
    {
        await platform.Door.Trash.PurgeAsync(call.Actor, where.Dataset(), GetTrash.IdOf(trashed), cancellationToken);
        return TypedResults.NoContent();
    }
}
