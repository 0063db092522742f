using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Records;
using Hops.Client.Registry;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic produce</c></summary>
internal static class TopicProduce
{
    private static readonly Argument<string> Topic = new("topic") { Description = "The topic" };

    private static readonly Argument<string> Source = new("file")
    {
        Description = "File whose name says its format: .csv, .tsv, .json, .jsonl or .parquet, and .gz or .zst after it; standard input if absent or -",
        DefaultValueFactory = _ => "-",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "Field that is the key: records of a key go to one partition, in order",
        HelpName = "FIELD",
    };

    private static readonly Option<long?> FromLine = Count.Option(
        "--from-line", "Line, or row of a Parquet file, with which to begin: what a run that ended early says", long.MaxValue, helpName: "LINE");

    public static Command Create() => UserCommand.Create(
        "produce",
        "Write records to a topic under its newest schema, TOPIC-value",
        [Topic, Source, CsvChoice.Csv, CsvChoice.Missing, CsvChoice.Separator, CsvChoice.DecimalComma, Key, FromLine],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var topic = arguments.GetValue(Topic)!;
        var csv = CsvChoice.Of(arguments);
        using var file = RecordFile.Open(arguments.GetValue(Source)!, arguments.GetValue(CsvChoice.Csv));
        var access = await TopicAccess.FindAsync(context, topic, cancellationToken);
        using var registry = access.Registry();
        var (schemaId, schema) = await SchemaAsync(registry, topic, cancellationToken);
        RecordEncoder.CheckKey(schema, arguments.GetValue(Key));
        var encoder = new RecordEncoder(schemaId, schema, arguments.GetValue(Key), file.Format == RecordFormat.Csv ? csv : null);
        var watch = new TimeWatch(schema, await LateRulesAsync(context, topic, cancellationToken));
        await using var writer = await TopicWriter.OpenAsync(access.ConnectAsync, topic, new TopicWriterOptions(), cancellationToken);
        var from = arguments.GetValue(FromLine) ?? 1;
        var records = file.Records(schema, csv).SkipWhile(record => record.Line < from);
        await new RecordSender(encoder, writer, watch, ProgressLine.OfTerminal()).SendAsync(records, () => file.Progress, cancellationToken);
        context.Printer.Object(JsonSerializer.SerializeToElement(new { topic, schemaId, acknowledged = writer.Acknowledged }));
    }

    private static async Task<(int Id, AvroSchema Schema)> SchemaAsync(RegistryClient registry, string topic, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.LatestAsync($"{topic}-value", cancellationToken);
        }
        catch (PlatformException missing) when (missing.Code == ErrorCode.NotFound)
        {
            throw new PlatformException(
                ErrorCode.NotFound,
                $"The topic '{topic}' has no schema for its values: make one of a file by 'hops schema infer FILE', and register it by 'hops schema register {topic}-value SCHEMA'.",
                missing);
        }
    }

    /// <summary>What the running queries of the topic drop as late.</summary>
    private static async Task<List<LateRule>> LateRulesAsync(CommandContext context, string topic, CancellationToken cancellationToken)
    {
        var rules = new List<LateRule>();
        await foreach (var query in context.ListAsync(context.InProject("queries"), null, cancellationToken))
        {
            var definition = query.GetProperty("definition");
            if (query.GetProperty("desired").GetString() == "RUNNING"
                && definition.GetProperty("topic").GetString() == topic
                && definition.TryGetProperty("watermark", out var watermark) && watermark.ValueKind == JsonValueKind.Object)
            {
                rules.Add(new LateRule(
                    query.GetProperty("name").GetString()!, watermark.GetProperty("column").GetString()!, watermark.GetProperty("delayMs").GetInt64()));
            }
        }

        return rules;
    }
}
