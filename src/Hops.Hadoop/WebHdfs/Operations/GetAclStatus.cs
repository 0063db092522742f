using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>GETACLSTATUS: owner, group and permission bits; there are no entries besides.</summary>
internal static class GetAclStatus
{
    private const int Sticky = 0x200; // 01000

    /// <summary>Answers <c>{"AclStatus":{entries, group, owner, permission, stickyBit}}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var status = await call.Door.StatAsync(call.Principal, call.Path, cancellationToken);
        var acl = new AclStatus([], status.Group, status.Owner, Convert.ToString(status.Mode & ~Sticky, 8), (status.Mode & Sticky) != 0);
        await JsonReply.WriteAsync(call.Response, new AclStatusReply(acl), WebHdfsJson.Default.AclStatusReply, cancellationToken);
    }
}
