using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Cli.Commands.Queries;

/// <summary>Options that say what a streaming query is, and the definition that they make.</summary>
internal static class QueryOptions
{
    private const string AvailableNow = "available-now";

    private static readonly Option<string?> Source = Text("--file", "FILE", "JSON file with the definition, or - for standard input");

    private static readonly Option<string?> Like = Text("--like", "NAME", "Begin with the definition of another query of the project; what else is given replaces a part of it");

    private static readonly Option<string?> Topic = Text("--topic", "NAME", "Topic to read; SQL reads it as a table of this name");

    private static readonly Option<string?> Sql = Text("--sql", "SELECT", "One SELECT over the topic");

    private static readonly Option<string?> Sink = Text("--sink", "DATASET[/DIR]", "Where the rows go, as Parquet files");

    private static readonly Option<string?> Mode = Text("--mode", "MODE", "append (if absent), update or complete", "append", "update", "complete");

    private static readonly Option<string?> WatermarkColumn = Text("--watermark-column", "COLUMN", "Timestamp column of the event time");

    private static readonly Option<TimeSpan?> WatermarkDelay = Duration.Option(
        "--watermark-delay", "How late a row may come after the newest event time seen, such as 10m");

    private static readonly Option<string?> Trigger = Text(
        "--trigger", "DURATION", "Time between starts of batches, such as 10s; available-now to read what is there and end");

    private static readonly Option<string?> BadRecords = Text(
        "--bad-records", "POLICY", "fail (if absent), drop or dead-letter", "fail", "drop", "dead-letter");

    private static readonly Option<string?> DeadLetterTopic = Text("--dead-letter-topic", "NAME", "Topic for records that do not decode");

    private static readonly Option<string?> From = Text("--from", "WHERE", "Where it begins: latest (if absent) or earliest", "latest", "earliest");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } =
        [Source, Like, Topic, Sql, Sink, Mode, WatermarkColumn, WatermarkDelay, Trigger, BadRecords, DeadLetterTopic, From];

    /// <summary>The definition that the command line gives: of the file, with the options set in it.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: something is missing or malformed.</exception>
    public static async Task<JsonObject> DefinitionAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken, bool needsSink = true)
    {
        var definition = await BeginAsync(context, arguments, cancellationToken);
        Set(definition, "topic", arguments.GetValue(Topic));
        Set(definition, "sql", arguments.GetValue(Sql));
        Set(definition, "sink", SinkOf(context, arguments.GetValue(Sink)));
        Set(definition, "outputMode", arguments.GetValue(Mode));
        Set(definition, "badRecords", arguments.GetValue(BadRecords) is "dead-letter" ? "deadLetter" : arguments.GetValue(BadRecords));
        Set(definition, "deadLetterTopic", arguments.GetValue(DeadLetterTopic));
        Set(definition, "startingOffsets", arguments.GetValue(From));
        SetTimes(definition, arguments);
        foreach (var needed in (IEnumerable<string>)(needsSink ? ["topic", "sql", "sink"] : ["topic", "sql"]))
        {
            if (!definition.ContainsKey(needed))
                throw new PlatformException(ErrorCode.InvalidArgument, $"A query needs --{needed}, or --like, or --file with \"{needed}\" in it.");
        }

        return definition;
    }

    /// <summary>What the options are set in: a file, the definition of another query, or nothing.</summary>
    private static async Task<JsonObject> BeginAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (file, like) = (arguments.GetValue(Source), arguments.GetValue(Like));
        if (file is not null && like is not null)
            throw new PlatformException(ErrorCode.InvalidArgument, "Give either --file or --like: both begin the definition.");
        if (like is null)
            return file is null ? [] : Parse(await TextInput.ReadAsync(file, cancellationToken));
        var query = await context.GetAsync(context.InProject("queries", like), cancellationToken);
        return Parse(query.GetProperty("definition").GetRawText());
    }

    private static void SetTimes(JsonObject definition, ParseResult arguments)
    {
        if (arguments.GetValue(Trigger) is { } trigger)
        {
            definition["trigger"] = trigger switch
            {
                AvailableNow => new JsonObject { ["availableNow"] = true },
                _ when Duration.TryParse(trigger, out var interval) => new JsonObject { ["intervalMs"] = (long)interval.TotalMilliseconds },
                _ => throw new PlatformException(ErrorCode.InvalidArgument, $"--trigger is a duration such as 10s, or {AvailableNow}."),
            };
        }

        var (column, delay) = (arguments.GetValue(WatermarkColumn), arguments.GetValue(WatermarkDelay));
        if ((column is null) != (delay is null))
            throw new PlatformException(ErrorCode.InvalidArgument, "--watermark-column and --watermark-delay belong together.");
        if (delay is { } late)
            definition["watermark"] = new JsonObject { ["column"] = column, ["delayMs"] = (long)late.TotalMilliseconds };
    }

    /// <summary>A path below the project becomes a whole one.</summary>
    private static string? SinkOf(CommandContext context, string? sink) =>
        sink is null || sink.StartsWith('/') ? sink : Names.PathIn(context.ProjectName, sink);

    private static void Set(JsonObject definition, string property, string? value)
    {
        if (value is not null)
            definition[property] = value;
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject
                ?? throw new PlatformException(ErrorCode.InvalidArgument, "The definition of a query is a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new PlatformException(ErrorCode.InvalidArgument, $"The definition is not JSON: {exception.Message}", exception);
        }
    }

    private static Option<string?> Text(string name, string value, string description, params string[] among)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = value };
        if (among.Length > 0)
            option.AcceptOnlyFromAmong(among);
        return option;
    }
}
