using Hops.FileSystem.Door;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>MKDIRS: makes a directory and those above it.</summary>
internal static class Mkdirs
{
    /// <summary>Answers <c>{"boolean":true}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var permission = call.Parameters.Permission("permission", FileDoor.DirectoryModeDefault);
        await call.Door.MkdirsAsync(call.Principal, call.Path, permission, cancellationToken);
        await JsonReply.BooleanAsync(call.Response, value: true, cancellationToken);
    }
}
