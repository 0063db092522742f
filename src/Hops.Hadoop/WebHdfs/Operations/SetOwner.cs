using Hops.Core.Errors;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>SETOWNER: changes owner, group or both.</summary>
internal static class SetOwner
{
    /// <summary>Answers 200.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var owner = call.Parameters.Text("owner");
        var group = call.Parameters.Text("group");
        if (owner is null && group is null)
            throw new PlatformException(ErrorCode.InvalidArgument, "Both owner and group are empty.");

        await call.Door.SetOwnerAsync(call.Principal, call.Path, owner, group, cancellationToken);
        await JsonReply.EmptyAsync(call.Response);
    }
}
