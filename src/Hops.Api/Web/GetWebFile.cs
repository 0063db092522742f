using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hops.Api.Web;

/// <summary>A file of the interface, compressed if it lies there so and the browser takes it.</summary>
internal static class GetWebFile
{
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string AskAgain = "no-cache";

    internal static Task RunAsync(HttpContext context, WebFile file)
    {
        WebHeaders.SetForFile(context.Response, file.IsImmutable ? ForEver : AskAgain);
        var location = file.Location;
        if (file.Twins.Count > 0)
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (file.Twins.FirstOrDefault(twin => Takes(context.Request, twin.Coding)) is { } chosen)
        {
            context.Response.Headers.ContentEncoding = chosen.Coding;
            location = chosen.Location;
        }

        if (File.Exists(location))
        {
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(location));
            return TypedResults.PhysicalFile(location, file.ContentType, lastModified: written).ExecuteAsync(context);
        }

        // The pages were built anew since the start.
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static bool Takes(HttpRequest request, string coding) =>
        request.GetTypedHeaders().AcceptEncoding.Any(offer => offer.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && offer.Quality is null or > 0);
}
