using Hops.Core.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Messages;

/// <summary>Which messages of a topic are asked for.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Topic">Topic of the route.</param>
/// <param name="Partition">Its partition; all of them, merged by time, if absent.</param>
/// <param name="Start">
/// Where to begin: <c>newest</c> for the newest first, which is the default, <c>oldest</c>, <c>offset:N</c> of the one partition, or
/// <c>time:2026-11-21T12:00:00Z</c>.
/// </param>
/// <param name="Limit">Most messages, 1 to 500; 50 if absent. A Data Scientist sees a preview.</param>
/// <param name="Filter">Text that the key or the value as shown has, in any case; none if absent.</param>
/// <param name="Cursor">Opaque; from the answer before, instead of a start.</param>
public readonly record struct MessagesRequest(
    string Project,
    string Topic,
    [property: FromQuery(Name = "partition")] int? Partition,
    [property: FromQuery(Name = "start")] string? Start,
    [property: FromQuery(Name = "limit")] int? Limit,
    [property: FromQuery(Name = "filter")] string? Filter,
    [property: FromQuery(Name = "cursor")] string? Cursor)
{
    private const int LimitDefault = 50;
    private const int LimitMax = 500;
    private const int FilterLengthMax = 256;

    /// <summary>Most messages.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal int Count() => Limit switch
    {
        null => LimitDefault,
        >= 1 and <= LimitMax => Limit.Value,
        _ => throw new PlatformException(ErrorCode.InvalidArgument, $"limit is 1 to {LimitMax}.").With("field", "limit"),
    };

    /// <summary>The text to look for; null for none.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal string? Wanted() => WantedIn(Filter);

    /// <summary>The text to look for that a filter gives; null for none.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal static string? WantedIn(string? filter) => filter is not { Length: > FilterLengthMax }
        ? filter is "" ? null : filter
        : throw new PlatformException(ErrorCode.InvalidArgument, $"A filter has at most {FilterLengthMax} characters.").With("field", "filter");
}
