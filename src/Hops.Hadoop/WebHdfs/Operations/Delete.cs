using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>DELETE: removes a file or directory; false if there is none.</summary>
internal static class Delete
{
    /// <summary>Answers <c>{"boolean":b}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var isRecursive = call.Parameters.Flag("recursive", fallback: false);
        var isDeleted = await call.Door.DeleteAsync(call.Principal, call.Path, isRecursive, cancellationToken);
        await JsonReply.BooleanAsync(call.Response, isDeleted, cancellationToken);
    }
}
