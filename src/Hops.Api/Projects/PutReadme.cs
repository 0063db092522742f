using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

/// <summary>The README of a project: an empty text with the tag of revision 0 where nobody has written one.</summary>
internal static class PutReadme
{
    internal static async Task<Ok<ReadmeView>> GetAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken) =>
        Answer(platform, call, await WriteReadme.FindAsync(platform, call.Actor, project, cancellationToken));

    internal static async Task<Ok<ReadmeView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PutReadmeRequest request, CancellationToken cancellationToken)
    {
        var wish = (request.Text, call.RevisionExpected());
        return Answer(platform, call, await WriteReadme.RunAsync(platform, call.Actor, project, wish, cancellationToken));
    }

    private static Ok<ReadmeView> Answer(HopsPlatform platform, ApiCall call, Readme? readme)
    {
        call.Tag(readme?.Revision ?? 0);
        return TypedResults.Ok(new ReadmeView(
            readme?.Text ?? "", readme is null ? null : platform.Roster.Now.Users.GetValueOrDefault(readme.ByUserId)?.Name, readme?.Changed));
    }
}

/// <summary>A README to be written.</summary>
/// <param name="Text">Markdown, at most 64 KiB.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PutReadmeRequest(string Text);

/// <summary>The README of a project.</summary>
/// <param name="Text">Markdown; empty if nobody has written one.</param>
/// <param name="ChangedBy">User who wrote it last; null if nobody has.</param>
/// <param name="Changed">When; null if nobody has.</param>
public sealed record ReadmeView(string Text, string? ChangedBy, DateTimeOffset? Changed);
