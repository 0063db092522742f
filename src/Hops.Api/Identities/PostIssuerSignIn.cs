using System.Text.Json.Serialization;
using Hops.Api.Sessions;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Identities;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Identities;

/// <summary>Signing in by an issuer, for a page of ours: to the issuer, and back with its answer.</summary>
internal static class PostIssuerSignIn
{
    internal static async Task<Ok<IssuerVisitView>> BeginAsync(
        HopsPlatform platform, HttpContext http, BeginIssuerSignInRequest request, CancellationToken cancellationToken)
    {
        var visit = await BeginIssuerSignIn.RunAsync(platform, request.Issuer, request.Next ?? "", CallerOrigin.Of(http), cancellationToken);
        SignInCookie.Set(http, visit.Binding);
        return TypedResults.Ok(IssuerVisitView.Of(visit));
    }

    internal static async Task<Ok<IssuerSignInView>> CompleteAsync(
        HopsPlatform platform, HttpContext http, IssuerAnswerRequest request, CancellationToken cancellationToken)
    {
        var result = await CompleteIssuerSignIn.RunAsync(platform, request.Answer(), SignInCookie.Of(http), CallerOrigin.Of(http), cancellationToken);
        return End(http, result);
    }

    internal static async Task<Ok<IssuerSignInView>> WithCodeAsync(
        HopsPlatform platform, HttpContext http, IssuerSignInCodeRequest request, CancellationToken cancellationToken)
    {
        var result = await CompleteIssuerSignIn.WithCodeAsync(
            platform, request.State, request.Code, SignInCookie.Of(http), CallerOrigin.Of(http), cancellationToken);
        return End(http, result);
    }

    private static Ok<IssuerSignInView> End(HttpContext http, IssuerSignIn result)
    {
        SignInCookie.Clear(http);
        if (result.Session is { } session)
            SessionCookie.Set(http, session.Text);
        return TypedResults.Ok(new IssuerSignInView(result.User.Name, result.Session is null, result.Next));
    }
}

/// <summary>A sign-in by an issuer that is to be begun.</summary>
/// <param name="Issuer">Name of the issuer.</param>
/// <param name="Next">Path of this server to go to afterwards; absent for the first page.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BeginIssuerSignInRequest(string Issuer, string? Next = null);

/// <summary>Where to go to sign in.</summary>
/// <param name="Address">Address of the issuer.</param>
/// <param name="ReturnTo">Where one comes back: in that browser alone, and at that address of this server.</param>
public sealed record IssuerVisitView(string Address, string ReturnTo)
{
    internal static IssuerVisitView Of(IssuerVisit visit) => new(visit.Address.AbsoluteUri, visit.ReturnTo.AbsoluteUri);
}

/// <summary>With what one has come back from an issuer: what it has added to the address.</summary>
/// <param name="Issuer">Name of the issuer to whose address here one has come back.</param>
/// <param name="State">Its <c>state</c>.</param>
/// <param name="Code">Its <c>code</c>; absent if it refuses.</param>
/// <param name="AnsweredBy">Its <c>iss</c>, if it has sent one.</param>
/// <param name="Error">Its <c>error</c>, if it refuses.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record IssuerAnswerRequest(string Issuer, string State, string? Code = null, string? AnsweredBy = null, string? Error = null)
{
    internal IssuerAnswer Answer() => Code is null == Error is null
        ? throw new PlatformException(ErrorCode.InvalidArgument, "An issuer answers with a code or with an error.").With("field", "code")
        : new IssuerAnswer(Issuer, State, Code ?? "", AnsweredBy ?? "", Error ?? "");
}

/// <summary>The code that was asked for.</summary>
/// <param name="State">The <c>state</c> with which one has come back.</param>
/// <param name="Code">Code of the second factor, or a recovery code.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record IssuerSignInCodeRequest(string State, string Code);

/// <summary>What has become of a sign-in by an issuer.</summary>
/// <param name="User">User name.</param>
/// <param name="IsPending">True if the account has just been made and an administrator has to let it in; else the browser is signed in.</param>
/// <param name="Next">Path of this server to go to.</param>
public sealed record IssuerSignInView(string User, bool IsPending, string Next);
