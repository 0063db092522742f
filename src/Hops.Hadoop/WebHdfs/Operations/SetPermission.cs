using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>SETPERMISSION: sets the permission bits.</summary>
internal static class SetPermission
{
    private const int PermissionDefault = 0x1ED; // 0755

    /// <summary>Answers 200.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var permission = call.Parameters.Permission("permission", PermissionDefault);
        await call.Door.SetPermissionAsync(call.Principal, call.Path, permission, cancellationToken);
        await JsonReply.EmptyAsync(call.Response);
    }
}
