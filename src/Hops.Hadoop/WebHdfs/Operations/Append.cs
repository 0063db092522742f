using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>APPEND: a redirect (step 1), then the content (step 2), which is added to the end of the file.</summary>
internal static class Append
{
    /// <summary>Answers 307, or 200 once the bytes are durable.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        if (!Redirect.HasContent(call))
        {
            // Refused here already, so that a client does not send a body for nothing.
            await call.Door.StatAsync(call.Principal, call.Path, cancellationToken);
            await Redirect.ReplyAsync(call, [], cancellationToken);
            return;
        }

        await using var writer = await call.Door.AppendAsync(call.Principal, call.Path, call.Principal.Name, cancellationToken);
        await writer.CopyFromAsync(UploadBody.Of(call), cancellationToken);
        await writer.CloseAsync(cancellationToken);
        await JsonReply.EmptyAsync(call.Response);
    }
}
