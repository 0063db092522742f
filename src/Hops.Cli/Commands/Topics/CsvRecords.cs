using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Cli.Commands.Topics;

/// <summary>
/// Records as comma separated lines under a line with the names of the fields. The schema says what a cell is: a number, a truth value, a
/// text. An empty cell is an absent field, unless the field can only be a text; so is a cell of the text that stands for a missing value.
/// </summary>
internal static class CsvRecords
{
    /// <summary>Reads them one after the other.</summary>
    /// <param name="text">The text.</param>
    /// <param name="schema">Type of the records.</param>
    /// <param name="missing">Text that stands for a missing value besides the empty one, or null.</param>
    /// <exception cref="PlatformException">A line does not fit the header or the schema, with the fact <c>line</c>.</exception>
    public static IEnumerable<InputRecord> Read(TextReader text, AvroSchema schema, string? missing)
    {
        var record = schema as AvroRecord
            ?? throw new PlatformException(ErrorCode.InvalidArgument, "The schema of the topic is no record: send JSON lines.");
        var csv = new CsvLines(text);
        var fields = (csv.Read() ?? []).Select(name => FieldOf(record, name)).ToArray();
        if (fields.Distinct().Count() != fields.Length)
            throw new PlatformException(ErrorCode.InvalidArgument, "Line 1: the header names a field twice.").With("line", 1);
        while (csv.Read() is { } cells)
        {
            if (cells is [""] && fields.Length > 1)
                continue;
            if (cells.Length != fields.Length)
                throw Wrong(csv.Number, $"it has {cells.Length} cells and the header {fields.Length}");
            yield return new InputRecord(csv.Number, Value(fields, cells, missing, csv.Number));
        }
    }

    private static AvroField FieldOf(AvroRecord record, string name) => record.FindField(name.Trim('\ufeff', ' '))
        ?? throw new PlatformException(ErrorCode.InvalidArgument, $"Line 1: '{record.FullName}' has no field '{name}'.")
            .With("line", 1).With("field", name);

    private static JsonElement Value(AvroField[] fields, string[] cells, string? missing, long line)
    {
        var value = new JsonObject();
        for (var index = 0; index < fields.Length; index++)
        {
            var kind = KindOf(fields[index]) ?? throw Wrong(line, $"field '{fields[index].Name}' is no plain value: send JSON lines");
            if (cells[index] == missing)
                continue;
            if (cells[index].Length > 0 || (kind == AvroKind.String && fields[index] is { HasDefault: false, Schema: AvroPrimitive }))
                value[fields[index].Name] = Cell(kind, cells[index]);
        }

        return JsonSerializer.SerializeToElement(value);
    }

    /// <summary>A cell that is not of its kind stays a text, which the encoder refuses or takes for a time.</summary>
    private static JsonNode Cell(AvroKind kind, string cell) => kind switch
    {
        AvroKind.Int or AvroKind.Long when long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        AvroKind.Float or AvroKind.Double when double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            && double.IsFinite(real) => real,
        AvroKind.Boolean when bool.TryParse(cell, out var truth) => truth,
        _ => cell,
    };

    /// <summary>Kind of the only plain value that a field can be besides null; null if it is another thing.</summary>
    private static AvroKind? KindOf(AvroField field)
    {
        var schema = field.Schema is AvroUnion { Branches.Count: 2, NullIndex: >= 0 and var nothing } union
            ? union.Branches[1 - nothing]
            : field.Schema;
        return schema is AvroPrimitive or AvroEnum or AvroFixed ? schema.Kind : null;
    }

    private static PlatformException Wrong(long line, string reason) =>
        new PlatformException(ErrorCode.InvalidArgument, $"Line {line}: {reason}.").With("line", line);
}
