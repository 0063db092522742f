using Hops.FileSystem.Door;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>GETHOMEDIRECTORY, GETTRASHROOT and GETTRASHROOTS: a project-user is at home in its project.</summary>
internal static class HomeDirectory
{
    /// <summary>GETHOMEDIRECTORY.</summary>
    public static Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken) =>
        JsonReply.PathAsync(call.Response, FileDoor.HomeOf(call.Principal), cancellationToken);

    /// <summary>GETTRASHROOT: clients move what they delete below it, if their trash is on.</summary>
    public static Task HandleTrashRootAsync(WebHdfsCall call, CancellationToken cancellationToken) =>
        JsonReply.PathAsync(call.Response, FileDoor.HomeOf(call.Principal) + "/.Trash", cancellationToken);

    /// <summary>GETTRASHROOTS answers <c>{"Paths":[]}</c>: no emptier runs here, so a client's has nothing to do either.</summary>
    public static Task HandleTrashRootsAsync(WebHdfsCall call, CancellationToken cancellationToken) =>
        JsonReply.WriteAsync(call.Response, new PathsReply([]), WebHdfsJson.Default.PathsReply, cancellationToken);
}
