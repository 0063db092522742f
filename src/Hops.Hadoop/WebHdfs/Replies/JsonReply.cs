using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary>The short replies of WebHDFS.</summary>
internal static class JsonReply
{
    /// <summary>A JSON body with its length.</summary>
    public static async Task WriteAsync<T>(HttpResponse response, T reply, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(reply, type);
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }

    /// <summary><c>{"boolean":value}</c>.</summary>
    public static Task BooleanAsync(HttpResponse response, bool value, CancellationToken cancellationToken) =>
        WriteAsync(response, new BooleanReply(value), WebHdfsJson.Default.BooleanReply, cancellationToken);

    /// <summary><c>{"Path":path}</c>.</summary>
    public static Task PathAsync(HttpResponse response, string path, CancellationToken cancellationToken) =>
        WriteAsync(response, new PathReply(path), WebHdfsJson.Default.PathReply, cancellationToken);

    /// <summary>200 without a body, as Hadoop answers operations that return nothing.</summary>
    public static Task EmptyAsync(HttpResponse response)
    {
        response.ContentType = "application/octet-stream";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
