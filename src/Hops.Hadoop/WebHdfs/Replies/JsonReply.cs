using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary>The short replies of WebHDFS.</summary>
internal static class JsonReply
{
    /// <summary>A JSON body with its length.</summary>
    public static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            write(writer);
        }

        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, cancellationToken);
    }

    /// <summary><c>{"boolean":value}</c>.</summary>
    public static Task BooleanAsync(HttpResponse response, bool value, CancellationToken cancellationToken) =>
        WriteAsync(
            response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("boolean", value);
                writer.WriteEndObject();
            },
            cancellationToken);

    /// <summary><c>{"Path":path}</c>.</summary>
    public static Task PathAsync(HttpResponse response, string path, CancellationToken cancellationToken) =>
        WriteAsync(
            response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("Path", path);
                writer.WriteEndObject();
            },
            cancellationToken);

    /// <summary>200 without a body, as Hadoop answers operations that return nothing.</summary>
    public static Task EmptyAsync(HttpResponse response)
    {
        response.ContentType = "application/octet-stream";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
