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
        var file = await call.Door.LocateBlocksAsync(call.Principal, call.Path, offset, length, cancellationToken);
        var host = call.Http.Request.Host.Host;
        var name = $"{host}:{call.Http.Request.Host.Port ?? (call.Http.Request.IsHttps ? 443 : 80)}";
        var blocks = file.Blocks.Select(block =>
            new BlockLocation(block.LengthBytes, block.Offset, Corrupt: false, ["DISK"], [], [host], [name], [$"/default-rack/{name}"]));
        var reply = new BlockLocationsReply(new BlockLocations([.. blocks]));
        await JsonReply.WriteAsync(call.Response, reply, WebHdfsJson.Default.BlockLocationsReply, cancellationToken);
    }
}
