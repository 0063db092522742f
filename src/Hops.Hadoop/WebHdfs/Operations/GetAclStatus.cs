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
        await JsonReply.WriteAsync(
            call.Response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("AclStatus");
                writer.WriteStartArray("entries");
                writer.WriteEndArray();
                writer.WriteString("group", status.Group);
                writer.WriteString("owner", status.Owner);
                writer.WriteString("permission", Convert.ToString(status.Mode & ~Sticky, 8));
                writer.WriteBoolean("stickyBit", (status.Mode & Sticky) != 0);
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            cancellationToken);
    }
}
