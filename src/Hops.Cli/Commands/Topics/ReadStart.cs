using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Hops.Client.Topics;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary>Where a reading of a topic begins: <c>earliest</c>, <c>latest</c>, <c>offset:N</c> of one partition, or <c>time:T</c>.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Number">The offset, or the time in milliseconds since 1970.</param>
internal readonly record struct ReadStart(ReadStart.Place Kind, long Number = 0)
{
    private const string OffsetPrefix = "offset:";
    private const string TimePrefix = "time:";

    /// <summary>Kinds of beginnings.</summary>
    internal enum Place
    {
        Earliest,
        Latest,
        Offset,
        Time,
    }

    /// <summary>The option.</summary>
    public static Option<ReadStart> Option() => new("--from")
    {
        Description = "Where to begin: earliest, latest, offset:N of the one partition, or time:2026-11-21T12:00:00Z",
        HelpName = "WHERE",
        CustomParser = Parse,
        DefaultValueFactory = _ => new ReadStart(Place.Earliest),
    };

    /// <summary>The first offset of each partition that is read.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: an offset without a partition.</exception>
    public async Task<long[]> OfAsync(TopicReader topic, int count, long[] latest, int? partition, CancellationToken cancellationToken)
    {
        if (Kind == Place.Offset && partition is null)
            throw new PlatformException(ErrorCode.InvalidArgument, "An offset is one of a partition: say which with --partition.");
        var number = Number;
        return Kind switch
        {
            Place.Latest => latest,
            Place.Offset => [.. Enumerable.Repeat(number, count)],
            Place.Time => [.. (await topic.AtTimeAsync(count, number, cancellationToken)).Select((offset, index) => offset < 0 ? latest[index] : offset)],
            _ => await topic.EarliestAsync(count, cancellationToken),
        };
    }

    private static ReadStart Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (text is "earliest" or "latest")
            return new ReadStart(text == "latest" ? Place.Latest : Place.Earliest);
        if (text.StartsWith(OffsetPrefix, StringComparison.Ordinal) && long.TryParse(text.AsSpan(OffsetPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return new ReadStart(Place.Offset, offset);
        if (text.StartsWith(TimePrefix, StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text.AsSpan(TimePrefix.Length), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return new ReadStart(Place.Time, time.ToUnixTimeMilliseconds());
        }

        argument.AddError($"--from is earliest, latest, offset:N or time:2026-11-21T12:00:00Z, not '{text}'.");
        return default;
    }
}
