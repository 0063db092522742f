using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Hops.Cli.Output;

/// <summary>Prints results to standard output and everything else to standard error.</summary>
/// <param name="format">How to print results.</param>
internal sealed class Printer(OutputFormat format)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How results are printed.</summary>
    public OutputFormat Format => format;

    /// <summary>Prints items as a table of the columns named, or as a JSON array.</summary>
    /// <param name="items">Objects of the REST interface.</param>
    /// <param name="columns">Properties to show, in order; a dotted name goes into an object.</param>
    public async Task ListAsync(IAsyncEnumerable<JsonElement> items, params string[] columns)
    {
        var rows = new List<JsonElement>();
        await foreach (var item in items)
            rows.Add(item);
        if (format == OutputFormat.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(rows, Indented));
        else if (format == OutputFormat.Csv)
            Csv(columns, rows.Select(row => columns.Select(column => Find(row, column))));
        else
            Table(columns, rows.Select(row => columns.Select(column => Text(Find(row, column))).ToArray()));
    }

    /// <summary>Prints one object: those of its properties that have a value one below the other, or its JSON.</summary>
    public void Object(JsonElement item)
    {
        if (format == OutputFormat.Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(item, Indented));
        else if (format == OutputFormat.Csv)
            Csv([.. item.EnumerateObject().Select(property => property.Name)], [item.EnumerateObject().Select(property => property.Value)]);
        else
            Table(["property", "value"], Properties(item, "").Where(property => property[1].Length > 0));
    }

    /// <summary>Prints a text of several lines that somebody else has written.</summary>
    public static void Lines(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
            Console.Out.WriteLine(Printable(line.TrimEnd('\r')));
    }

    /// <summary>Prints a table.</summary>
    public static void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(string.Join('\t', columns.Select(Printable)));
            foreach (var row in rows)
                Console.Out.WriteLine(string.Join('\t', row.Select(Printable)));
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
            table.AddColumn(Markup.Escape(Printable(column)));
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => Markup.Escape(Printable(cell)))]);
        AnsiConsole.Write(table);
    }

    /// <summary>Prints comma separated values; in a pipe or a file cells are as they are.</summary>
    public static void Csv(IReadOnlyList<string> columns, IEnumerable<IEnumerable<JsonElement>> rows)
    {
        foreach (var line in rows.Select(CsvText.Line).Prepend(CsvText.Line(columns)))
            Console.Out.WriteLine(Console.IsOutputRedirected ? line : Printable(line));
    }

    /// <summary>Prints a drawing.</summary>
    public static void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Console.Out.WriteLine(Printable(line));
    }

    /// <summary>Says something to the person at the terminal; not part of the result. Messages of DuckDB are indented with tabs: these become spaces.</summary>
    public static void Note(string text) =>
        Console.Error.WriteLine(string.Join(Environment.NewLine, text.Replace("\t", "    ", StringComparison.Ordinal).Split('\n').Select(Printable)));

    /// <summary>A JSON value as one cell.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    /// <summary>Control characters of names and data must not reach the terminal, nor those that turn the direction of writing.</summary>
    private static string Printable(string cell)
    {
        if (!cell.Any(IsHostile))
            return cell;
        var safe = new StringBuilder();
        foreach (var character in cell)
            safe.Append(IsHostile(character) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}") : character.ToString());
        return safe.ToString();
    }

    private static bool IsHostile(char character) =>
        char.IsControl(character) || character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>Properties of an object, those of objects in it by dotted names.</summary>
    private static IEnumerable<string[]> Properties(JsonElement item, string prefix)
    {
        foreach (var property in item.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
            {
                yield return [prefix + property.Name, Text(property.Value)];
                continue;
            }

            foreach (var inner in Properties(property.Value, $"{prefix}{property.Name}."))
                yield return inner;
        }
    }

    private static JsonElement Find(JsonElement item, string column)
    {
        foreach (var part in column.Split('.'))
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(part, out item))
                return default;
        }

        return item;
    }
}
