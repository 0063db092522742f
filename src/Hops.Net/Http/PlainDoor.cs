using System.Text.Json;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Net.Http;

/// <summary>Answers for paths that belong to no protocol: problem details (RFC 9457) without more.</summary>
internal static class PlainDoor
{
    public static HttpDoor Instance { get; } = new(RefuseAsync);

    public static async Task RefuseAsync(HttpContext context, PlatformException refusal)
    {
        var row = ErrorTable.Row(refusal.Code);
        context.Response.StatusCode = row.HttpStatus;
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        var problem = new { type = "/problems/" + row.Slug, title = row.Title, status = row.HttpStatus, detail = refusal.Message };
        await JsonSerializer.SerializeAsync(context.Response.Body, problem, JsonSerializerOptions.Web, context.RequestAborted);
    }
}
