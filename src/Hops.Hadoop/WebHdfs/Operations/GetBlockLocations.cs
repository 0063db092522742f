using System.Text.Json;
using Hops.FileSystem;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// GETFILEBLOCKLOCATIONS: where each block of a range of a file is kept. All are here; planners of jobs cut their input at the blocks.
/// </summary>
internal static class GetBlockLocations
{
    /// <summary>Answers <c>{"BlockLocations":{"BlockLocation":[...]}}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var offset = call.Parameters.Number("offset", 0) ?? 0;
        var length = call.Parameters.Number("length", 0) ?? long.MaxValue;
        var blocks = await call.Door.LocateBlocksAsync(call.Principal, call.Path, offset, length, cancellationToken);
        await JsonReply.WriteAsync(call.Response, writer => Write(writer, call, blocks.Blocks), cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, WebHdfsCall call, IReadOnlyList<BlockSpan> blocks)
    {
        var host = call.Http.Request.Host.Host;
        var port = call.Http.Request.Host.Port ?? (call.Http.Request.IsHttps ? 443 : 80);
        writer.WriteStartObject();
        writer.WriteStartObject("BlockLocations");
        writer.WriteStartArray("BlockLocation");
        foreach (var block in blocks)
        {
            writer.WriteStartObject();
            writer.WriteNumber("length", block.LengthBytes);
            writer.WriteNumber("offset", block.Offset);
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
