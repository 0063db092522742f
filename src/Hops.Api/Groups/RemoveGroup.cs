using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Groups;

/// <summary>Removes a group that nobody is in, with its offsets.</summary>
internal static class RemoveGroup
{
    internal static async Task<NoContent> RunAsync(HopsPlatform platform, IConsumerGroups groups, ApiCall call, [AsParameters] GroupPath path, CancellationToken cancellationToken)
    {
        var names = GetGroups.NamesIn(platform, call, path.Project);
        var group = await GetGroups.FindAsync(groups, names, path.Group, cancellationToken);
        if (!await groups.DeleteAsync(names, path.Group))
            throw ActiveGroup.Refusal(await groups.FindAsync(names, path.Group, cancellationToken) ?? group);
        platform.Gate.NoteChange(call.Actor, "group.delete", new Resource(ResourceKind.Group, names.ProjectId, path.Group), 0);
        return TypedResults.NoContent();
    }
}
