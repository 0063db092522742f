using System.Text.Json;

namespace Hops.Cli.Output;

/// <summary>Results as comma separated values (RFC 4180, lines ended by a line feed): null is nothing, an empty text is <c>""</c>.</summary>
internal static class CsvText
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>One line, without its end.</summary>
    public static string Line(IEnumerable<JsonElement> cells) => string.Join(',', cells.Select(Cell));

    /// <summary>One line of names, without its end.</summary>
    public static string Line(IEnumerable<string> names) => string.Join(',', names.Select(Quoted));

    private static string Cell(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String when cell.GetString()!.Length == 0 => "\"\"",
        _ => Quoted(Printer.Text(cell)),
    };

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
