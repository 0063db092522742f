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
    internal static async Task<NoContent> RunAsync(HopsPlatform platform, GroupDirectory groups, ApiCall call, [AsParameters] GroupPath path)
    {
        var id = platform.FindProject(call.Actor, path.Project).Row.Id;
        var group = GetGroups.Find(groups, id, path.Group);
        if (!await GroupReport.DeleteAsync(groups, id, path.Group))
            throw ActiveGroup.Refusal(GroupReport.Find(groups, id, path.Group) ?? group);
        platform.Gate.NoteChange(call.Actor, "group.delete", new Resource(ResourceKind.Group, id, path.Group), 0);
        return TypedResults.NoContent();
    }
}
