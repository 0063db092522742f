using System.CommandLine;
using Hops.Cli.Commands.Credentials;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic read</c></summary>
internal static class TopicRead
{
    private const int FetchMaxBytes = 1 << 20;
    private const int OutputBufferBytes = 64 << 10;
    private const int BatchLengthMaxBytes = 64 << 20;

    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(500);

    private static readonly Argument<string> Name = new("topic") { Description = "The topic" };

    private static readonly Option<ReadStart> From = ReadStart.Option();

    private static readonly Option<long?> Partition = Count.Option("--partition", "The partition to read; all of them if absent", int.MaxValue, "NUMBER", min: 0);

    private static readonly Option<string?> Filter = new("--filter") { Description = "Print only records whose JSON has this text, in any case", HelpName = "TEXT" };

    private static readonly Option<long?> Max = Count.Option("--max", "Most records to print", long.MaxValue);

    private static readonly Option<TimeSpan?> Timeout = Duration.Option(
        "--timeout", "Stop when nothing has come for so long; if absent: at the end of the topic as it is now, or never with --from latest");

    public static Command Create() =>
        UserCommand.Create("read", "Print records of a topic as JSON, one a line", [Name, From, Partition, Filter, Max, Timeout, KafkaClientFile.Option], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (start, partition) = (arguments.GetValue(From), (int?)arguments.GetValue(Partition));
        var isFromLatest = start.Kind == ReadStart.Place.Latest;
        var timeout = arguments.GetValue(Timeout);
        var access = await TopicAccess.FindAsync(context, arguments, arguments.GetValue(Name)!, cancellationToken);
        using var registry = access.Registry();
        await using var connection = await access.ConnectAsync(cancellationToken);
        var topic = new TopicReader(connection, arguments.GetValue(Name)!, access.NameOnWire);
        var count = (await topic.DescribeAsync(cancellationToken)).PartitionCount;
        var latest = await topic.LatestAsync(count, cancellationToken);
        if (partition is { } one && (one < 0 || one >= count))
            throw new PlatformException(ErrorCode.NotFound, $"The topic '{topic.Topic}' has the partitions 0 to {count - 1}.");
        var begin = await start.OfAsync(topic, count, latest, partition, cancellationToken);
        var positions = begin.Index().Where(part => partition is null || part.Index == partition).ToDictionary(part => part.Index, part => part.Item);
        await using var output = new BufferedStream(Console.OpenStandardOutput(), OutputBufferBytes);
        var lines = new RecordLines(registry, output, arguments.GetValue(Max) ?? long.MaxValue, arguments.GetValue(Filter));
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
        var committed = fetched.Committed();
        while (!lines.IsDone && RecordBatchHeader.TryParse(rest.Span, out var header) && header.TotalBytes <= rest.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (committed.Holds(header) && header.LastOffset >= position)
            {
                using var batch = RecordBatch.Open(rest, BatchLengthMaxBytes);
                lines.Print(fetched.Partition, batch, position);
            }

            position = Math.Max(position, header.LastOffset + 1);
            rest = rest[header.TotalBytes..];
        }

        return position;
    }
}
