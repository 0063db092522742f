using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>GETSERVERDEFAULTS (reference: Hadoop's <c>FsServerDefaults</c>).</summary>
internal static class GetServerDefaults
{
    /// <summary>GETSERVERDEFAULTS.</summary>
    public static Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken) =>
        JsonReply.WriteAsync(
            call.Response,
            new ServerDefaultsReply(new ServerDefaults { BlockSize = call.Door.Options.BlockSizeBytes }),
            WebHdfsJson.Default.ServerDefaultsReply,
            cancellationToken);
}
