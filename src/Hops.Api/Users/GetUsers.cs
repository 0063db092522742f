using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Users;

internal static class GetUsers
{
    internal static Ok<Page<UserView>> Run(HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page, bool pending = false) =>
        TypedResults.Ok(page.Of(ListUsers.Run(platform, call.Actor, page.After(), page.Count() + 1, pending), user => user.Name, user => UserView.Of(platform, user)));

    internal static Ok<UserView> RunOne(HopsPlatform platform, ApiCall call, string user)
    {
        var found = platform.Roster.Now.FindUser(user) ?? throw HopsPlatform.NoUser(user);
        call.Tag(found.Revision);
        return TypedResults.Ok(UserView.Of(platform, found));
    }
}
