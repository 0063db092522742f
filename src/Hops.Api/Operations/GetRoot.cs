using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Operations;

/// <summary><c>/</c>: what this is and where to go on, for somebody who has only its address.</summary>
internal static class GetRoot
{
    private static readonly (string Name, string Path, string Purpose)[] Places =
    [
        ("rest", "/api/v1", "projects, datasets, topics, queries and SQL over REST"),
        ("docs", "/docs", "REST to read and to try"),
        ("openapi", "/openapi/v1.json", "the description of REST"),
        ("webhdfs", "/webhdfs/v1", "files, for clients of Hadoop"),
        ("registry", "/registry", "schemas, for clients of Confluent's registry"),
        ("health", "/healthz", "whether everything is served"),
        ("metrics", "/metrics", "what is measured, for Prometheus"),
    ];

    internal static Task RunAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) ? PageAsync(context) : JsonAsync(context);
    }

    private static Task JsonAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        var answer = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = "Hops.NET",
            ["purpose"] = "a multi-tenant, streaming-first data platform",
            ["signIn"] = $"hops login --url {context.Request.Scheme}://{context.Request.Host} NAME",
        };
        foreach (var (name, path, _) in Places)
            answer[name] = path;
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, JsonSerializerOptions.Web, context.RequestAborted);
    }

    private static Task PageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        // The host was checked by the front: it is an address or a name of ours, and holds nothing that HTML would take for markup.
        var rows = string.Concat(Places.Select(place => $"<li><a href=\"{place.Path}\">{place.Path}</a>: {place.Purpose}</li>\n"));
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Hops.NET</title>
            <style>body {"{"} font: 16px/1.6 sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem {"}"}</style></head>
            <body><h1>Hops.NET</h1>
            <p>A multi-tenant, streaming-first data platform. Sign in from a terminal:</p>
            <pre>hops login --url {context.Request.Scheme}://{System.Net.WebUtility.HtmlEncode(context.Request.Host.Value)} NAME</pre>
            <ul>
            {rows}</ul></body></html>
            """,
            context.RequestAborted);
    }
}
