using Hops.Core.Identity;
using Microsoft.AspNetCore.Builder;

namespace Hops.Api.Http;

/// <summary>What a route asks of its caller: metadata of its endpoint. A route without one is not served.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Kind">To what.</param>
/// <param name="NameParameter">Route or query parameter that names the thing; null if the project does, or the caller itself.</param>
/// <param name="IsPublic">True for the routes that come before there is a caller: signing in.</param>
internal sealed record AccessNeed(Operation Operation, ResourceKind Kind, string? NameParameter = null, bool IsPublic = false);

/// <summary>Marks a creating POST that honours <c>Idempotency-Key</c>.</summary>
internal sealed record ReplayableRequest;

/// <summary>Marks a route whose body is a stream without a limit of ours (the quota limits it).</summary>
internal sealed record StreamedRequest;

/// <summary>Marks a route that answers with content and not with JSON.</summary>
/// <param name="TakesRange">True if it sends a range of it too (<c>Range</c>, RFC 9110).</param>
internal sealed record StreamedAnswer(bool TakesRange);

/// <summary>Marks a change of what members share: it needs <c>If-Match</c> (RFC 9110 section 13.1.1).</summary>
internal sealed record GuardedChange;

/// <summary>A header of a request that a handler reads by itself, for the document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it says.</param>
internal sealed record NamedHeader(string Name, string Meaning);

/// <summary>How the route table says it.</summary>
internal static class AccessNeedExtensions
{
    internal static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, Operation operation, ResourceKind kind, string? nameParameter = null) =>
        route.WithMetadata(new AccessNeed(operation, kind, nameParameter));

    internal static RouteHandlerBuilder IsPublic(this RouteHandlerBuilder route) =>
        route.WithMetadata(new AccessNeed(Operation.Create, ResourceKind.Credential, IsPublic: true));

    internal static RouteHandlerBuilder Replayable(this RouteHandlerBuilder route) => route.WithMetadata(new ReplayableRequest());

    internal static RouteHandlerBuilder Streamed(this RouteHandlerBuilder route) => route.WithMetadata(new StreamedRequest());

    internal static RouteHandlerBuilder Streams(this RouteHandlerBuilder route, bool takesRange = false) => route.WithMetadata(new StreamedAnswer(takesRange));

    internal static RouteHandlerBuilder Guarded(this RouteHandlerBuilder route) => route.WithMetadata(new GuardedChange());

    internal static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, params NamedHeader[] headers) => route.WithMetadata([.. headers]);
}
