using System.Diagnostics;
using System.Text.Json;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Http;

/// <summary>Writes a refusal as problem details (RFC 9457), with the facts of the exception as further members.</summary>
internal static class Problem
{
    /// <summary>Stable prefix of the <c>type</c> of every problem; the slug of the error table follows.</summary>
    internal const string TypePrefix = "/problems/";

    /// <summary>Under what the answer and the log name a request.</summary>
    internal static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    internal static async Task WriteAsync(HttpContext context, PlatformException refusal)
    {
        var row = ErrorTable.Row(refusal.Code);
        var response = context.Response;
        response.Clear();
        response.StatusCode = row.HttpStatus;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (row.HttpStatus == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.Facts.TryGetValue("retryAfter", out var seconds) && seconds is int or double)
            response.Headers.RetryAfter = Convert.ToString(seconds, System.Globalization.CultureInfo.InvariantCulture);

        var problem = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = TypePrefix + row.Slug,
            ["title"] = row.Title,
            ["status"] = row.HttpStatus,
            ["detail"] = refusal.Message,
            ["instance"] = context.Request.Path.Value,
            ["traceId"] = TraceIdOf(context),
        };
        foreach (var (fact, value) in refusal.Facts)
            problem.TryAdd(fact, value);
        await JsonSerializer.SerializeAsync(response.Body, problem, JsonSerializerOptions.Web, context.RequestAborted);
    }
}
