using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Cli.Records;

namespace Hops.Cli.Commands.Schemas;

/// <summary><c>hops schema infer</c></summary>
internal static class SchemaInfer
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Argument<string> Source = new("file")
    {
        Description = "File whose name says its format: .csv, .tsv, .json, .jsonl or .parquet, and .gz or .zst after it; - for standard input",
    };

    public static Command Create() => UserCommand.Create(
        "infer",
        "Make an Avro schema of a file, all of which is read; nothing is sent",
        [Source, CsvChoice.Csv, CsvChoice.Missing, CsvChoice.Separator, CsvChoice.DecimalComma],
        (_, arguments, _) =>
        {
            Console.Out.WriteLine(Text(Infer(arguments.GetValue(Source)!, arguments)));
            return Task.CompletedTask;
        });

    /// <summary>The schema of a file; what a person should know of it is said.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="arguments">A command line with <see cref="CsvChoice"/>.</param>
    public static InferredSchema Infer(string path, ParseResult arguments)
    {
        using var file = RecordFile.Open(path, arguments.GetValue(CsvChoice.Csv));
        var inferred = SchemaInference.Of(file, CsvChoice.Of(arguments));
        foreach (var note in inferred.Notes)
            Printer.Note(note);
        return inferred;
    }

    /// <summary>A schema as text.</summary>
    public static string Text(InferredSchema inferred) => inferred.Schema.ToJsonString(Indented);
}
