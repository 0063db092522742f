using System.CommandLine;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic read</c></summary>
internal static class TopicRead
{
    private const string Earliest = "earliest";
    private const string Latest = "latest";
    private const int FetchMaxBytes = 1 << 20;
    private const int OutputBufferBytes = 64 << 10;
    private const int BatchLengthMaxBytes = 64 << 20;

    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(500);

    private static readonly Argument<string> Name = new("topic") { Description = "The topic" };

    private static readonly Option<string> From = new("--from")
    {
        Description = "Where to begin: earliest or latest",
        HelpName = "WHERE",
        DefaultValueFactory = _ => Earliest,
    };

    private static readonly Option<long?> Max = Count.Option("--max", "Most records to print", long.MaxValue);

    private static readonly Option<TimeSpan?> Timeout = Duration.Option(
        "--timeout", "Stop when nothing has come for so long; if absent: at the end of the topic as it is now, or never with --from latest");

    public static Command Create()
    {
        From.AcceptOnlyFromAmong(Earliest, Latest);
        return UserCommand.Create("read", "Print records of a topic as JSON, one a line", [Name, From, Max, Timeout], RunAsync);
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var isFromLatest = arguments.GetValue(From) == Latest;
        var timeout = arguments.GetValue(Timeout);
        var access = await TopicAccess.FindAsync(context, arguments.GetValue(Name)!, cancellationToken);
        using var registry = access.Registry();
        await using var connection = await access.ConnectAsync(cancellationToken);
        var topic = new TopicReader(connection, arguments.GetValue(Name)!);
        var count = (await topic.DescribeAsync(cancellationToken)).PartitionCount;
        var latest = await topic.LatestAsync(count, cancellationToken);
        var begin = isFromLatest ? latest : await topic.EarliestAsync(count, cancellationToken);
        var positions = begin.Index().ToDictionary(partition => partition.Index, partition => partition.Item);
        await using var output = new BufferedStream(Console.OpenStandardOutput(), OutputBufferBytes);
        var lines = new RecordLines(registry, output, arguments.GetValue(Max) ?? long.MaxValue);
        var isBounded = !isFromLatest && timeout is null;
        var lastCame = TimeProvider.System.GetTimestamp();

        // The first fetch comes before any look at the end: whoever may not read hears so even if there is nothing to read.
        do
        {
            var wait = isBounded ? TimeSpan.Zero : timeout < PollWait ? timeout.Value : PollWait;
            using var fetch = await topic.FetchAsync(positions, FetchMaxBytes, wait, cancellationToken);
            foreach (var fetched in fetch.Partitions)
            {
                positions[fetched.Partition] = Print(lines, fetched, positions[fetched.Partition], cancellationToken);
                lastCame = TimeProvider.System.GetTimestamp();
            }

            await output.FlushAsync(cancellationToken);
        }
        while (!lines.IsDone
            && (isBounded ? positions.Any(position => position.Value < latest[position.Key]) : TimeProvider.System.GetElapsedTime(lastCame) < (timeout ?? TimeSpan.MaxValue)));

        lines.ThrowIfBad(topic.Topic);
    }

    /// <summary>Prints the records of a fetch.</summary>
    /// <returns>The next offset of the partition.</returns>
    private static long Print(RecordLines lines, FetchedRecords fetched, long position, CancellationToken cancellationToken)
    {
        var rest = fetched.Batches;
        while (!lines.IsDone && RecordBatchHeader.TryParse(rest.Span, out var header) && header.TotalBytes <= rest.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var batch = RecordBatch.Open(rest, BatchLengthMaxBytes);
            if (!header.IsControl && header.LastOffset >= position)
                lines.Print(fetched.Partition, batch, position);
            position = Math.Max(position, header.LastOffset + 1);
            rest = rest[header.TotalBytes..];
        }

        return position;
    }
}
