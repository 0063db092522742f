using Hops.Core.Identity;
using Microsoft.AspNetCore.Http;

namespace Hops.Net.Authentication;

/// <summary>
/// The ways to prove who sends a request, one row each, in the order in which they are looked for. The first that is shown decides: a proof
/// that is present and wrong refuses the request, and no other is tried.
/// </summary>
public static class HttpMechanisms
{
    /// <summary>Longest header that is looked at, in characters: what a proxy lets through (8 KiB).</summary>
    private const int HeaderLengthMax = 8_192;

    /// <summary>A scheme that is not served, two headers, or one that is too long: shown, and proves nobody.</summary>
    private static HttpMechanism OtherScheme { get; } =
        new("other", static request => request.Headers.Authorization.Count > 0, static (_, _) => new((Principal?)null));

    /// <summary>What a client says on purpose: an <c>Authorization</c> header, of whatever scheme.</summary>
    public static IReadOnlyList<HttpMechanism> OfHeader { get; } = [Bearer.Mechanism, Basic.Mechanism, OtherScheme];

    /// <summary>All of them. The certificate is last, for a client shows it to everything on its connection.</summary>
    public static IReadOnlyList<HttpMechanism> All { get; } = [.. OfHeader, ClientCertificate.Mechanism];

    /// <summary>Who sends a request.</summary>
    /// <param name="rows">The ways that are open here.</param>
    /// <param name="request">The request.</param>
    /// <param name="authentication">Knows the proofs.</param>
    /// <returns>Whether any proof was shown, and whom it proves: nobody if it is wrong.</returns>
    public static async ValueTask<(bool IsShown, Principal? Principal)> FindAsync(
        this IReadOnlyList<HttpMechanism> rows, HttpRequest request, IAuthentication authentication)
    {
        foreach (var row in rows)
        {
            if (row.IsShown(request))
                return (true, await row.ProveAsync(request, authentication));
        }

        return (false, null);
    }

    /// <summary>What follows the name of a scheme in the one <c>Authorization</c> header; null if that scheme is not used.</summary>
    internal static string? Parameter(HttpRequest request, string scheme) =>
        request.Headers.Authorization is [{ Length: <= HeaderLengthMax } only]
        && only.Length > scheme.Length && only[scheme.Length] == ' ' && only.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? only[(scheme.Length + 1)..].Trim()
            : null;
}
