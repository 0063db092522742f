using System.Text.Json;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// GETFILEBLOCKLOCATIONS: where each block of a range of a file is kept. All are here; planners of jobs cut their input at the blocks.
/// </summary>
internal static class GetBlockLocations
{
    private const int BlocksMax = 100_000;

    /// <summary>Answers <c>{"BlockLocations":{"BlockLocation":[...]}}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var offset = call.Parameters.Number("offset", 0) ?? 0;
        var length = call.Parameters.Number("length", 0) ?? long.MaxValue;
        var status = await call.Files.StatAsync(call.Principal, call.Path.Text, cancellationToken);
        var end = length > status.LengthBytes - offset ? status.LengthBytes : offset + length;
        await JsonReply.WriteAsync(
            call.Response, writer => Write(writer, call, status.LengthBytes, Math.Max(1, status.BlockSizeBytes), offset, end), cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, WebHdfsCall call, long fileLengthBytes, long blockSizeBytes, long offset, long end)
    {
        var host = call.Http.Request.Host.Host;
        var port = call.Http.Request.Host.Port ?? (call.Http.Request.IsHttps ? 443 : 80);
        writer.WriteStartObject();
        writer.WriteStartObject("BlockLocations");
        writer.WriteStartArray("BlockLocation");
        var first = offset / blockSizeBytes * blockSizeBytes;
        for (var (start, count) = (first, 0); start < end && count < BlocksMax; start += blockSizeBytes, count++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("length", Math.Min(blockSizeBytes, fileLengthBytes - start));
            writer.WriteNumber("offset", start);
            writer.WriteBoolean("corrupt", false);
            WriteArray(writer, "storageTypes", "DISK");
            writer.WriteStartArray("cachedHosts");
            writer.WriteEndArray();
            WriteArray(writer, "hosts", host);
            WriteArray(writer, "names", $"{host}:{port}");
            WriteArray(writer, "topologyPaths", $"/default-rack/{host}:{port}");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
