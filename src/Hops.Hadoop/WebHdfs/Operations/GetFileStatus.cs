using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>GETFILESTATUS and GETFILELINKSTATUS, which are one here: there are no symbolic links.</summary>
internal static class GetFileStatus
{
    /// <summary>Answers <c>{"FileStatus":{...}}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var status = await call.Door.StatAsync(call.Principal, call.Path, cancellationToken);
        var reply = new FileStatusReply(FileStatusEntry.Of(status, pathSuffix: ""));
        await JsonReply.WriteAsync(call.Response, reply, WebHdfsJson.Default.FileStatusReply, cancellationToken);
    }
}
