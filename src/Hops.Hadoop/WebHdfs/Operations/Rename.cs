using Hops.Hadoop.WebHdfs.Replies;
using Hops.Hadoop.WebHdfs.Requests;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// RENAME. With <c>renameoptions</c> it is Hadoop's <c>rename2</c>: exact, and it raises. Without, it is the older <c>rename</c>: into the
/// destination if that is a directory, and <c>false</c> instead of a refusal where the tree does not allow it.
/// </summary>
internal static class Rename
{
    /// <summary>Answers 200 with options, <c>{"boolean":b}</c> without.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var destination = RequestPath.Validated(call.Parameters.RequiredText("destination", call.Row.Name));
        if (call.Parameters.Text("renameoptions") is { } options)
        {
            await call.Door.RenameAsync(call.Principal, call.Path, destination, IsOverwrite(options), cancellationToken);
            await JsonReply.EmptyAsync(call.Response);
            return;
        }

        var isMoved = await call.Door.MoveAsync(call.Principal, call.Path, destination, cancellationToken);
        await JsonReply.BooleanAsync(call.Response, isMoved, cancellationToken);
    }

    private static bool IsOverwrite(string options)
    {
        var isOverwrite = false;
        foreach (var option in options.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            isOverwrite |= option.ToUpperInvariant() switch
            {
                "OVERWRITE" => true,
                "NONE" => false,

                // The client has chosen a path below its trash; the flag only tells a namenode to log it.
                "TO_TRASH" => false,
                _ => throw RequestParameters.Invalid("renameoptions", "it is none of OVERWRITE, NONE, TO_TRASH"),
            };
        }

        return isOverwrite;
    }
}
