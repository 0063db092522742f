using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Identities;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Identities;

/// <summary>The caller's own identities.</summary>
internal static class OwnIdentities
{
    internal static async Task<Ok<Page<IdentityView>>> ListAsync(HopsPlatform platform, ApiCall call, CancellationToken cancellationToken) =>
        TypedResults.Ok(IdentityView.PageOf(platform, await ListIdentities.OwnAsync(platform, call.Actor, cancellationToken)));

    internal static async Task<Ok<IssuerVisitView>> BeginAsync(
        HopsPlatform platform, ApiCall call, BeginLinkRequest request, CancellationToken cancellationToken)
    {
        var visit = await LinkIdentity.BeginAsync(platform, call.Actor, request.Issuer, request.Password ?? "", cancellationToken);
        return TypedResults.Ok(IssuerVisitView.Of(visit));
    }

    internal static async Task<Ok<IdentityView>> CompleteAsync(
        HopsPlatform platform, ApiCall call, IssuerAnswerRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(IdentityView.Of(platform, await LinkIdentity.CompleteAsync(platform, call.Actor, request.Answer(), cancellationToken)));

    internal static async Task<NoContent> RemoveAsync(
        HopsPlatform platform, ApiCall call, string identity, RemoveIdentityRequest request, CancellationToken cancellationToken)
    {
        await UnlinkIdentity.OwnAsync(platform, call.Actor, identity, request.Password ?? "", cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>An identity that is to be linked with the caller's account.</summary>
/// <param name="Issuer">Name of the issuer.</param>
/// <param name="Password">The present password; absent for an account without one, which has to have signed in within ten minutes.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BeginLinkRequest(string Issuer, string? Password = null);

/// <summary>What unlinking asks for besides the session.</summary>
/// <param name="Password">The present password; absent for an account without one, which has to have signed in within ten minutes.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RemoveIdentityRequest(string? Password = null);

/// <summary>An identity by which a user signs in.</summary>
/// <param name="Id">By which it is named here.</param>
/// <param name="Issuer">Who vouches for it: its name in the settings, or its address if it is in them no longer.</param>
/// <param name="DisplayName">What people call the issuer.</param>
/// <param name="Label">What the issuer calls the person; it proves nothing.</param>
/// <param name="Subject">Whom the issuer means.</param>
/// <param name="IsUsable">False if the issuer is no longer in the settings, so that nobody signs in by it.</param>
/// <param name="Created">When it was linked.</param>
/// <param name="LastUsed">When somebody last signed in by it, or null.</param>
public sealed record IdentityView(
    string Id, string Issuer, string DisplayName, string Label, string Subject, bool IsUsable, DateTimeOffset Created, DateTimeOffset? LastUsed)
{
    internal static IdentityView Of(HopsPlatform platform, OutsideIdentity row)
    {
        var issuer = platform.Issuers.All.FirstOrDefault(one => one.Vouches(row));
        return new IdentityView(
            row.Id, issuer?.Name ?? row.Issuer, issuer?.DisplayName ?? row.Issuer, row.Label, row.Subject, issuer is not null, row.Created, row.LastUsed);
    }

    internal static Page<IdentityView> PageOf(HopsPlatform platform, IReadOnlyList<OutsideIdentity> rows) =>
        new(rows.Select(row => Of(platform, row)).ToList(), null);
}
