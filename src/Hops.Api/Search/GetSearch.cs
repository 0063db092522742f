using System.Globalization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Search;
using Hops.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Search;

/// <summary>Searches all that the caller may see.</summary>
internal static class GetSearch
{
    internal static async Task<Ok<SearchView>> RunAsync(
        HopsPlatform platform, SearchFollower follower, ApiCall call, [AsParameters] SearchQuery query, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var skipped = Skipped(page.After());
        var request = new SearchRequest(query.Text ?? "", KindOf(query.Type), query.Project);
        var answer = await SearchFor.RunAsync(platform, follower, call.Actor, request, cancellationToken);

        // The results of a search are bounded, so a place among them says where to go on.
        var rows = answer.Hits.Index().Skip(skipped).Take(page.Count() + 1).ToList();
        var results = page.Of(rows, row => (row.Index + 1).ToString(CultureInfo.InvariantCulture), row => SearchResultView.Of(row.Item, answer.Words));
        return TypedResults.Ok(SearchView.Of(answer, results));
    }

    private static int Skipped(string after) => after.Length == 0
        ? 0
        : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new PlatformException(ErrorCode.InvalidArgument, "This cursor is not one of ours: leave it out to begin again.").With("field", "cursor");

    private static EntryKind? KindOf(string? type)
    {
        if (type is null)
            return null;
        var names = Enum.GetNames<EntryKind>();
        return names.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<EntryKind>(type, ignoreCase: true)
            : throw new PlatformException(ErrorCode.InvalidArgument, $"type is one of {string.Join(", ", names.Select(name => name.ToUpperInvariant()))}.").With("field", "type");
    }
}

/// <summary>What to search for.</summary>
/// <param name="Text">Words that a name or text holds, all of them: at most 8, of 200 characters together.</param>
/// <param name="Type">Results of this type only: PROJECT, DATASET, TOPIC, SCHEMA, FIELD, QUERY, FILE.</param>
/// <param name="Project">Results in this project only, with what it borrows.</param>
public readonly record struct SearchQuery(
    [property: FromQuery(Name = "q")] string? Text, [property: FromQuery(Name = "type")] string? Type, [property: FromQuery(Name = "project")] string? Project);
