using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Users;

internal static class PostUser
{
    internal static async Task<Created<NewUserView>> RunAsync(
        HopsPlatform platform, ApiCall call, PostUserRequest request, CancellationToken cancellationToken)
    {
        var (user, password) = await CreateUser.RunAsync(platform, call.Actor, request.Name, request.IsAdministrator, cancellationToken);
        return TypedResults.Created($"/api/v1/users/{user.Name}", new NewUserView(UserView.Of(platform, user), password));
    }
}

/// <summary>A user to be made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsAdministrator">True to let it administer the platform.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostUserRequest(string Name, bool IsAdministrator = false);

/// <summary>A user that has just been made.</summary>
/// <param name="User">The user.</param>
/// <param name="OneTimePassword">Its first password, shown only now; to be changed at the first sign-in.</param>
public sealed record NewUserView(UserView User, string OneTimePassword);

/// <summary>A user.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsAdministrator">True if it administers the platform.</param>
/// <param name="IsDisabled">True if it may not act.</param>
/// <param name="IsPending">True if it has registered and waits for an administrator.</param>
/// <param name="Email">Address of mail that it has confirmed, or null.</param>
/// <param name="HasSecondFactor">True if it is asked for a code when it signs in.</param>
/// <param name="MustChangePassword">True if it has not changed its first password yet.</param>
/// <param name="Created">When it was made.</param>
public sealed record UserView(
    string Id, string Name, bool IsAdministrator, bool IsDisabled, bool IsPending, string? Email, bool HasSecondFactor, bool MustChangePassword, DateTimeOffset Created)
{
    internal static UserView Of(HopsPlatform platform, User user) => new(
        user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), user.Name, user.IsAdministrator, user.IsDisabled,
        user.IsPending, user.Email, platform.Roster.Now.HasSecondFactor(user.Id), user.MustChangePassword, user.Created);
}
