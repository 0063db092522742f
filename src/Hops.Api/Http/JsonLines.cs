using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Http;

/// <summary>Answers that are a JSON object a line, written as they are made.</summary>
internal static class JsonLines
{
    /// <summary>What is gathered before it is sent: the client's pace is the server's.</summary>
    private const int FlushBytes = 64 * 1024;

    /// <summary>Writes a line.</summary>
    internal static async Task WriteAsync<T>(HttpResponse response, T line, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        response.BodyWriter.Write(JsonSerializer.SerializeToUtf8Bytes(line, json));
        response.BodyWriter.Write("\n"u8);
        if (response.BodyWriter.UnflushedBytes > FlushBytes)
            await response.BodyWriter.FlushAsync(cancellationToken);
    }
}
