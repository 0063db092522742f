using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Commands.Credentials;
using Hops.Cli.Records;
using Hops.Client.Registry;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Schemas.Types;

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

    private static readonly Option<ValueFormat> Value = Choice.Option<ValueFormat>(
        "--value", null, "FORMAT", "What the value of a record becomes, by the newest schema of the topic or as it is, without one");

    private static readonly Option<long?> FromLine = Count.Option(
        "--from-line", "Line, or row of a Parquet file, with which to begin: what a run that ended early says", long.MaxValue, helpName: "LINE");

    public static Command Create() => UserCommand.Create(
        "produce",
        "Write records to a topic: under its newest schema, TOPIC-value, or as JSON or text as it is",
        [
            Topic, Source, CsvChoice.Csv, CsvChoice.Missing, CsvChoice.Separator, CsvChoice.DecimalComma, Value, RecordChoice.Key, RecordChoice.KeyField,
            RecordChoice.Header, RecordChoice.Partition, FromLine, KafkaClientFile.Option,
        ],
        RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var topic = arguments.GetValue(Topic)!;
        var (csv, format, keyField) = (CsvChoice.Of(arguments), arguments.GetValue(Value), RecordChoice.KeyFieldOf(arguments));
        using var file = RecordFile.Open(arguments.GetValue(Source)!, arguments.GetValue(CsvChoice.Csv));
        if (format != ValueFormat.Schema && file.Format != RecordFormat.Json)
            throw new PlatformException(ErrorCode.InvalidArgument, "Separated text and Parquet are written by the schema of the topic: leave --value out.");
        if (format == ValueFormat.Text && keyField is not null)
            throw new PlatformException(ErrorCode.InvalidArgument, "A text has no fields: give the key itself with --key.");
        var access = await TopicAccess.FindAsync(context, arguments, topic, cancellationToken);
        using var registry = access.Registry();
        var (schemaId, schema) = format == ValueFormat.Schema ? await SchemaAsync(registry, topic, cancellationToken) : (0, null);
        if (schema is not null)
            RecordEncoder.CheckKey(schema, keyField);
        var encoder = new RecordEncoder(schemaId, schema, keyField, file.Format == RecordFormat.Csv ? csv : null);
        var watch = new TimeWatch((schema as AvroDocument)?.Schema, schema is null ? [] : await LateRulesAsync(context, topic, cancellationToken));
        await using var writer = await TopicWriter.OpenAsync(access.ConnectAsync, topic, new TopicWriterOptions(), cancellationToken, access.NameOnWire);
        var from = arguments.GetValue(FromLine) ?? 1;
        var all = schema is not null ? file.Records(schema, csv) : format == ValueFormat.Text ? TextRecords.Read(file.Bytes()) : JsonRecords.Read(file.Bytes());
        var records = all.SkipWhile(record => record.Line < from);
        var place = RecordChoice.PlaceOf(arguments, topic, writer.PartitionCount);
        await new RecordSender(encoder, writer, place, watch, ProgressLine.OfTerminal()).SendAsync(records, () => file.Progress, cancellationToken);
        context.Printer.Object(JsonSerializer.SerializeToElement(new { topic, schemaId = schema is null ? (int?)null : schemaId, acknowledged = writer.Acknowledged }));
    }

    private static async Task<(int Id, TypedSchema? Schema)> SchemaAsync(RegistryClient registry, string topic, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.LatestAsync($"{topic}-value", cancellationToken);
        }
        catch (PlatformException missing) when (missing.Code == ErrorCode.NotFound)
        {
            throw new PlatformException(
                ErrorCode.NotFound,
                $"The topic '{topic}' has no schema for its values: make one of a file by 'hops schema infer FILE', and register it by 'hops schema register {topic}-value SCHEMA'. Or write JSON or text as it is, with --value.",
                missing);
        }
    }

    /// <summary>What the value of a record becomes.</summary>
    private enum ValueFormat
    {
        Schema,
        Json,
        Text,
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
