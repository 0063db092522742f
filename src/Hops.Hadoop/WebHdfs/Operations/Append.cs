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
            await call.Files.StatAsync(call.Principal, call.Path.Text, cancellationToken);
            await Redirect.ReplyAsync(call, [], cancellationToken);
            return;
        }

        using var transfer = call.Transfers.Enter(call.Principal.Name);
        await using var writer = await call.Files.AppendAsync(call.Principal, call.Path.Text, call.Principal.Name, cancellationToken);
        await UploadBody.ReadAsync(call, writer.WriteAsync, cancellationToken);
        await writer.CloseAsync(cancellationToken);
        await JsonReply.EmptyAsync(call.Response);
    }
}
