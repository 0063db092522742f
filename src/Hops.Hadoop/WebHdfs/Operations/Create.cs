using System.Collections.Frozen;
using Hops.FileSystem;
using Hops.FileSystem.Door;
using Hops.Hadoop.WebHdfs.Replies;
using Hops.Hadoop.WebHdfs.Requests;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// CREATE: a redirect (step 1), then the content (step 2, marked by <c>data=true</c>; a client that sends the content at once may say so
/// itself). The file is there when it is whole: an upload that breaks off leaves none.
/// </summary>
internal static class Create
{
    private static readonly string[] Parameters = ["overwrite", "createflag", "createparent", "permission", "blocksize", "replication"];

    // Hadoop's hints of where and how its blocks are kept; of no meaning where there is one copy, durable before it is acknowledged.
    private static readonly FrozenSet<string> FlagsWithoutMeaning = FrozenSet.ToFrozenSet(
        ["CREATE", "SYNC_BLOCK", "LAZY_PERSIST", "NEW_BLOCK", "NO_LOCAL_WRITE", "NO_LOCAL_RACK", "SHOULD_REPLICATE", "IGNORE_CLIENT_LOCALITY"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers 307, or 201 with the path as <c>Location</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var options = Options(call);
        if (!Redirect.HasContent(call))
        {
            await Redirect.ReplyAsync(call, Parameters, cancellationToken);
            return;
        }

        await using var writer = await call.Door.CreateAsync(call.Principal, call.Path, options, cancellationToken);
        await writer.CopyFromAsync(UploadBody.Of(call), cancellationToken);
        await writer.CloseAsync(cancellationToken);
        call.Response.StatusCode = StatusCodes.Status201Created;
        call.Response.Headers.Location = "webhdfs://" + call.Http.Request.Host.ToUriComponent() + Redirect.Escaped(call.Path);
        await JsonReply.EmptyAsync(call.Response);
    }

    private static CreateOptions Options(WebHdfsCall call)
    {
        var parameters = call.Parameters;
        return new CreateOptions
        {
            Overwrite = parameters.Flag("overwrite", fallback: IsOverwrite(parameters.Text("createflag"))),
            CreateParents = parameters.Flag("createparent", fallback: true),
            Mode = parameters.Permission("permission", FileDoor.FileModeDefault),
            BlockSizeBytes = parameters.Number("blocksize", 1),
            Replication = (int)Math.Min(parameters.Number("replication", 1) ?? 1, short.MaxValue),
            Holder = call.Principal.Name,
        };
    }

    private static bool IsOverwrite(string? flags)
    {
        var isOverwrite = false;
        foreach (var flag in flags?.Split(',') ?? [])
        {
            if (flag.Equals("OVERWRITE", StringComparison.OrdinalIgnoreCase))
                isOverwrite = true;
            else if (!FlagsWithoutMeaning.Contains(flag))
                throw RequestParameters.Invalid("createflag", "it is none of CREATE, OVERWRITE and the hints of Hadoop; APPEND is an operation");
        }

        return isOverwrite;
    }
}
