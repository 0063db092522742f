using System.Globalization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Platform;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Messages;

/// <summary>Messages of a topic as a file, written as they are read. Data leaves the platform: it is an export and kept in the audit trail.</summary>
internal static class GetMessageExport
{
    /// <summary>Most messages that one file is made of, those included that a filter leaves out: a minute or so of one processor.</summary>
    internal const long MessagesMax = 1_000_000;

    internal static async Task RunAsync(
        HopsPlatform platform, RecordsOf recordsOf, MessageReads reads, ApiCall call, [AsParameters] MessageExportRequest request, HttpResponse response,
        CancellationToken cancellationToken)
    {
        var (wanted, countMax, format) = (MessagesRequest.WantedIn(request.Filter), request.Count(), request.FormatWanted());
        var topic = ListTopics.Find(platform, call.Actor, request.Project, request.Topic).Row;
        var resource = new Resource(ResourceKind.Topic, topic.TenantId, topic.Name);
        platform.Demand(call.Actor, Operation.Read, resource);
        var (walk, _) = await MessageStart.BeginAsync(recordsOf(topic), topic, request.Partition, request.Start ?? MessageStart.Oldest, cancellationToken);
        if (walk.Ahead > MessagesMax && (request.Limit is null || wanted is not null))
        {
            throw new PlatformException(
                ErrorCode.LimitExceeded,
                $"There are {walk.Ahead} messages from there on, and a file is made of at most {MessagesMax}: begin later, take one partition, or give a limit.")
                .With("limit", MessagesMax).With("used", walk.Ahead);
        }

        using var standing = StandingWatch.Begin(platform.Gate, platform.Time, call.Actor, Operation.Read, resource);
        using var place = await reads.EnterExportAsync(cancellationToken);
        var selection = new MessageSelection(walk, new PayloadText(platform.Schemas, topic.TenantId), wanted, MessagesMax);
        Begin(response, topic, format);
        var file = new MessageFile(response.BodyWriter, format);
        try
        {
            file.Begin();
            while (!selection.IsAtEnd && file.Count < countMax)
            {
                foreach (var message in await selection.NextAsync(reads, countMax - file.Count, cancellationToken))
                    file.Add(message);
                standing.Demand();
                await response.BodyWriter.FlushAsync(cancellationToken);
            }

            // The connection breaks then: a part of the topic must not look like the whole.
            if (walk.Unreadable.Count > 0)
                throw new PlatformException(ErrorCode.CorruptData, $"A part of topic '{topic.Name}' cannot be read: 'hops topic repair {topic.Name}' says which.");
        }
        finally
        {
            if (file.Count > 0)
                platform.Gate.NoteExport(call.Actor, resource, file.ContentBytes);
        }
    }

    private static void Begin(HttpResponse response, Topic topic, MessageFileFormat format)
    {
        var (type, ending) = format == MessageFileFormat.Csv ? ("text/csv; charset=utf-8", "csv") : ("application/jsonl", "jsonl");
        response.ContentType = type;
        response.Headers.ContentDisposition = $"attachment; filename=\"{topic.Name}.{ending}\"";
        response.Headers.ContentSecurityPolicy = "sandbox";
    }
}

/// <summary>Which messages of a topic go into a file.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Topic">Topic of the route.</param>
/// <param name="Format">What the file is: <c>JSONL</c>, an object a line, which is the default, or <c>CSV</c>.</param>
/// <param name="Partition">Its partition; all of them, merged by time, if absent.</param>
/// <param name="Start">Where to begin, as for <c>readMessages</c>; <c>oldest</c> if absent.</param>
/// <param name="Filter">Text that the key or the value as shown has, in any case; none if absent.</param>
/// <param name="Limit">Most messages, 1 to 1,000,000; all there are if absent, which are refused if they are more.</param>
public readonly record struct MessageExportRequest(
    string Project,
    string Topic,
    [property: FromQuery(Name = "format")] string? Format,
    [property: FromQuery(Name = "partition")] int? Partition,
    [property: FromQuery(Name = "start")] string? Start,
    [property: FromQuery(Name = "filter")] string? Filter,
    [property: FromQuery(Name = "limit")] int? Limit)
{
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal MessageFileFormat FormatWanted() => Format switch
    {
        null or "JSONL" => MessageFileFormat.Jsonl,
        "CSV" => MessageFileFormat.Csv,
        _ => throw new PlatformException(ErrorCode.InvalidArgument, "format is JSONL or CSV.").With("field", "format"),
    };

    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal long Count() => Limit switch
    {
        null => GetMessageExport.MessagesMax,
        >= 1 and <= (int)GetMessageExport.MessagesMax => Limit.Value,
        _ => throw new PlatformException(
            ErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"limit is 1 to {GetMessageExport.MessagesMax}.")).With("field", "limit"),
    };
}

/// <summary>What a file of messages is.</summary>
internal enum MessageFileFormat
{
    /// <summary>JSON lines: an object a line.</summary>
    Jsonl,

    /// <summary>Separated text (RFC 4180) under a line with the names of the fields.</summary>
    Csv,
}
