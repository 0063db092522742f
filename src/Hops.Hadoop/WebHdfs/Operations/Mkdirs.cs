using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>MKDIRS: makes a directory and those above it.</summary>
internal static class Mkdirs
{
    private const int PermissionDefault = 0x1ED; // 0755

    /// <summary>Answers <c>{"boolean":true}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var permission = call.Parameters.Permission("permission", PermissionDefault);
        await call.Files.MkdirsAsync(call.Principal, call.Path.Text, permission, createParents: true, cancellationToken);
        await JsonReply.BooleanAsync(call.Response, value: true, cancellationToken);
    }
}
