using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Members;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Members;

internal static class GetMembers
{
    internal static Ok<Page<MemberView>> Run(HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page)
    {
        var members = ListMembers.Run(platform, call.Actor, project, page.After(), page.Count() + 1);
        return TypedResults.Ok(page.Of(members, pair => pair.User.Name, pair => new MemberView(pair.User.Name, pair.Member.Role, pair.Member.Added)));
    }

    internal static Ok<MemberView> RunOne(HopsPlatform platform, ApiCall call, string project, string user)
    {
        var roster = platform.Roster.Now;
        var found = roster.FindUser(user) is { } known ? platform.FindProject(call.Actor, project).Members.GetValueOrDefault(known.Id) : null;
        if (found is null)
            throw new PlatformException(ErrorCode.NotFound, $"'{user}' is not a member of the project.");
        call.Tag(found.Revision);
        return TypedResults.Ok(new MemberView(user, found.Role, found.Added));
    }
}
