using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Hops.Schemas.Rest;

/// <summary>Media types of the registry's protocol.</summary>
internal static class MediaTypes
{
    public const string Default = "application/vnd.schemaregistry.v1+json";

    private static readonly string[] Known = [Default, "application/vnd.schemaregistry+json", "application/json"];

    /// <summary>The type to answer in, or null if the client accepts none of ours.</summary>
    public static string? Answer(HttpRequest request)
    {
        if (StringValues.IsNullOrEmpty(request.Headers.Accept) || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return Default;
        foreach (var one in accepted.Where(one => one.Quality is not 0).OrderByDescending(one => one.Quality ?? 1))
        {
            foreach (var known in Known)
            {
                if (one.MatchesMediaType(known))
                    return known;
            }
        }
        return null;
    }

    /// <summary>True if there is no body or it is JSON; clients of old send <c>application/octet-stream</c> as well.</summary>
    public static bool IsReadable(HttpRequest request) =>
        request.ContentType == null
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (Known.Any(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase))
                || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)));
}
