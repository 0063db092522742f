using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Core.Errors;
using Hops.FileSystem.Commits;
using Hops.Hadoop.WebHdfs.Replies;
using Hops.Hadoop.WebHdfs.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// COMMITFILES, our extension: POST on a commit directory with <c>{"sequence":N,"renames":[{"source","destination"}],"deletes":[...],
/// "body":base64}</c>. In one transaction: if the last commit is N-1, all renames and deletes are done and commit N is created.
/// </summary>
internal static class CommitFiles
{
    /// <summary>Answers <c>{"boolean":true}</c>; Fenced to the loser of a race.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        // A JSON body is asked for by its type, which no form of a browser can send (CSRF).
        if (!call.Http.Request.HasJsonContentType())
            throw new PlatformException(ErrorCode.InvalidArgument, "The body of COMMITFILES is application/json.");

        var request = await ReadAsync(call, cancellationToken);
        var commit = new CommitRequest
        {
            CommitDirectory = call.Path,
            Sequence = request.Sequence,
            Body = request.Body,
            Moves = [.. (request.Renames ?? []).Select(rename => Move(rename ?? throw Malformed("a rename is null")))],
            Removals = [.. (request.Deletes ?? []).Select(path => RequestPath.Validated(path ?? throw Malformed("a path is null")))],
        };
        await call.Door.CommitAsync(call.Principal, commit, cancellationToken);
        await JsonReply.BooleanAsync(call.Response, value: true, cancellationToken);
    }

    private static async Task<CommitBody> ReadAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = call.Options.CommitBytesMax;

        try
        {
            return await JsonSerializer.DeserializeAsync(call.Http.Request.Body, CommitJson.Default.CommitBody, cancellationToken)
                ?? throw new JsonException("The body is null.");
        }
        catch (JsonException malformed)
        {
            throw Malformed(malformed.Message, malformed);
        }
    }

    private static PlatformException Malformed(string reason, Exception? cause = null) =>
        new(ErrorCode.InvalidArgument, $"The body of COMMITFILES is not as it should be: {reason}", cause);

    private static FileMove Move(CommitRename rename) => new(RequestPath.Validated(rename.Source), RequestPath.Validated(rename.Destination));
}

/// <summary>The body of COMMITFILES.</summary>
internal sealed record CommitBody
{
    /// <summary>Number of the commit.</summary>
    public required long Sequence { get; init; }

    /// <summary>Staged files and where they go.</summary>
    public CommitRename?[]? Renames { get; init; }

    /// <summary>Files to remove.</summary>
    public string?[]? Deletes { get; init; }

    /// <summary>Content of the commit file; base64 in JSON.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>One rename of a commit.</summary>
internal sealed record CommitRename(string Source, string Destination);

/// <summary>Reads <see cref="CommitBody"/> without reflection; unknown members and nulls are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(CommitBody))]
internal sealed partial class CommitJson : JsonSerializerContext;
