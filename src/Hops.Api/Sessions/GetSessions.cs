using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Sessions;

internal static class GetSessions
{
    internal static Ok<Page<DeviceView>> Run(HopsPlatform platform, ApiCall call) =>
        TypedResults.Ok(new Page<DeviceView>(
            ListSessions.Run(platform, call.Actor).Select(session => DeviceView.Of(platform, session, call.Actor.CredentialId)).ToList(), null));
}

/// <summary>A session by which its user is signed in somewhere.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Created">When it was opened.</param>
/// <param name="LastUsed">When it was last used since the server started, or null.</param>
/// <param name="Expires">When it ends at the latest.</param>
/// <param name="From">Address that it was opened from; empty for one that was opened on the machine itself without a network.</param>
/// <param name="Agent">Program that opened it, as it called itself; empty if it did not say.</param>
/// <param name="SignedInBy">How its user has signed in: <c>password</c>, or another way by its name.</param>
/// <param name="IsCurrent">True for the one by which this was asked.</param>
public sealed record DeviceView(
    string Id, DateTimeOffset Created, DateTimeOffset? LastUsed, DateTimeOffset Expires, string From, string Agent, string SignedInBy, bool IsCurrent)
{
    internal static DeviceView Of(HopsPlatform platform, Token session, string current) => new(
        session.Id, session.Created, platform.Roster.LastUse(session.Id), session.Expires, session.Address, session.Agent,
        SignInMethod.InWords(session.Name), string.Equals(session.Id, current, StringComparison.Ordinal));
}
