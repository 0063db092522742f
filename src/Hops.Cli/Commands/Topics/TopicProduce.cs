using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using System.Threading.Channels;
using Hops.Client.Topics;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic produce</c></summary>
internal static class TopicProduce
{
    private const int RecordsAheadMax = 1000;

    private static readonly Argument<string> Topic = new("topic") { Description = "The topic" };

    private static readonly Argument<string> Source = new("file")
    {
        Description = "File with JSON, one record a line; standard input if absent or -",
        DefaultValueFactory = _ => "-",
    };

    private static readonly Option<bool> Csv = new("--csv") { Description = "The file is comma separated under a line with the names of the fields" };

    private static readonly Option<string?> Missing = new("--missing")
    {
        Description = "With --csv: text of a cell that stands for a missing value, such as NA",
        HelpName = "TEXT",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Field that is the key: records of a key go to one partition, in order",
        HelpName = "FIELD",
    };

    public static Command Create() => UserCommand.Create(
        "produce", "Write records to a topic under its newest schema, TOPIC-value", [Topic, Source, Csv, Missing, Key], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var topic = arguments.GetValue(Topic)!;
        var access = await TopicAccess.FindAsync(context, cancellationToken);
        using var registry = access.Registry();
        var (schemaId, schema) = await registry.LatestAsync($"{topic}-value", cancellationToken);
        var encoder = new RecordEncoder(schemaId, schema, arguments.GetValue(Key));
        await using var writer = await TopicWriter.OpenAsync(access.ConnectAsync, topic, new TopicWriterOptions(), cancellationToken);
        using var text = Open(arguments.GetValue(Source)!);
        var records = arguments.GetValue(Csv) ? CsvRecords.Read(text, schema, arguments.GetValue(Missing)) : JsonLines.Read(text);
        try
        {
            await SendAsync(records, encoder, writer, cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Facts.ContainsKey("line"))
        {
            // What came before the bad line is good, and the caller can go on from there.
            await writer.FlushAsync(cancellationToken);
            throw refusal.With("acknowledged", writer.Acknowledged);
        }

        context.Printer.Object(JsonSerializer.SerializeToElement(new { topic, schemaId, acknowledged = writer.Acknowledged }));
    }

    /// <summary>Sends records as they come: when there is none for the moment, those that came are made durable.</summary>
    private static async Task SendAsync(
        IEnumerable<InputRecord> records, RecordEncoder encoder, TopicWriter writer, CancellationToken cancellationToken)
    {
        var ahead = Channel.CreateBounded<InputRecord>(new BoundedChannelOptions(RecordsAheadMax) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadAsync(records, ahead.Writer, stop.Token), CancellationToken.None);
        try
        {
            var count = 0L;
            while (await ahead.Reader.WaitToReadAsync(cancellationToken))
            {
                while (ahead.Reader.TryRead(out var record))
                {
                    var encoded = encoder.Encode(record);
                    var partition = encoded.Key.IsEmpty
                        ? (int)(count++ % writer.PartitionCount)
                        : KeyPartitions.Of(encoded.Key.Span, writer.PartitionCount);
                    await writer.AddAsync(
                        partition, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), encoded.Key.Span, encoded.Value.Span, null, cancellationToken);
                }

                await writer.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await reading;
    }

    private static async Task ReadAsync(IEnumerable<InputRecord> records, ChannelWriter<InputRecord> ahead, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var record in records)
                await ahead.WriteAsync(record, cancellationToken);
            ahead.Complete();
        }
        catch (Exception failure) when (failure is PlatformException or IOException or OperationCanceledException)
        {
            ahead.Complete(failure);
        }
    }

    private static TextReader Open(string file) => file == "-" ? Console.In : new StreamReader(file);
}
