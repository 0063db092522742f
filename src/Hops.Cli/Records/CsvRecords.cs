using System.Buffers;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;

namespace Hops.Cli.Records;

/// <summary>
/// Records as separated lines under a line with the names of the fields. The schema says what a cell is. A cell without quotes that is empty,
/// or a text that stands for a missing value, is an absent field, unless the field can only be a text; a quoted cell is always what it says.
/// </summary>
internal static class CsvRecords
{
    /// <summary>Reads them one after the other.</summary>
    /// <param name="input">The text.</param>
    /// <param name="schema">Type of the records.</param>
    /// <param name="options">How the text is meant.</param>
    /// <exception cref="PlatformException">A line does not fit the header or the schema, with the fact <c>line</c>.</exception>
    public static IEnumerable<InputRecord> Read(InputBytes input, AvroSchema schema, CsvOptions options)
    {
        var record = schema as AvroRecord
            ?? throw new PlatformException(ErrorCode.InvalidArgument, "The schema of the topic is no record: send JSON lines.");
        var csv = new CsvReader(input, options.Separator);
        var columns = Columns(record, csv);
        var buffer = new ArrayBufferWriter<byte>();
        while (csv.Read() is { } cells)
        {
            if (cells.Count != columns.Length)
                throw Wrong(csv.Line, $"it has {cells.Count} cells and the header {columns.Length}");
            buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                for (var index = 0; index < columns.Length; index++)
                    Write(json, columns[index], cells[index], options);
                json.WriteEndObject();
            }

            yield return new InputRecord(csv.Line, JsonElement.Parse(buffer.WrittenSpan));
        }
    }

    /// <summary>The field of each column: of its name as it is, or of the name that a schema made from the file has for it.</summary>
    private static Column[] Columns(AvroRecord record, CsvReader csv)
    {
        var header = (csv.Read() ?? []).Select(cell => cell.Text.Trim()).ToList();
        var names = ColumnNames.Of(header);
        var columns = new Column[header.Count];
        // Of columns such as 'a b' and 'a_b' only one has its own name, where the schema was made of the file.
        var isOfFile = names.All(name => record.FindField(name) is not null);
        for (var index = 0; index < columns.Length; index++)
        {
            var field = !isOfFile && record.FindField(header[index]) is { } exact && header.IndexOf(header[index]) == index ? exact : record.FindField(names[index]);
            if (field is null)
                throw Unknown(record, header, index);
            columns[index] = new Column(field);
        }

        return columns.DistinctBy(column => column.Field).Count() == columns.Length
            ? columns
            : throw new PlatformException(ErrorCode.InvalidArgument, "Line 1: the header names a field twice.").With("line", 1);
    }

    private static PlatformException Unknown(AvroRecord record, List<string> header, int index)
    {
        var name = header[index].Length > 0 ? $"no field '{header[index]}'" : $"no field for column {index + 1}, which has no name";
        var twice = header.Take(index).Contains(header[index]) ? $", and the header names '{header[index]}' twice" : "";
        var fields = string.Join(", ", record.Fields.Take(10).Select(field => field.Name)) + (record.Fields.Count > 10 ? ", ..." : "");
        return new PlatformException(ErrorCode.InvalidArgument, $"Line 1: '{record.FullName}' has {name}{twice}; it has {fields}.")
            .With("line", 1).With("field", header[index]);
    }

    private static void Write(Utf8JsonWriter json, Column column, CsvCell cell, CsvOptions options)
    {
        if (options.IsMissing(cell) && (cell.Text.Length > 0 || !column.IsOnlyText))
            return;
        json.WriteString(column.Field.Name, column.IsNumber ? options.Number(cell.Text) : cell.Text);
    }

    private static PlatformException Wrong(long line, string reason) =>
        new PlatformException(ErrorCode.InvalidArgument, $"Line {line}: {reason}.").With("line", line);

    /// <summary>A column and what its cells can be.</summary>
    private readonly struct Column
    {
        public Column(AvroField field)
        {
            var schema = field.Schema is AvroUnion { Branches.Count: 2, NullIndex: >= 0 and var nothing } union ? union.Branches[1 - nothing] : field.Schema;
            if (schema is not (AvroPrimitive or AvroEnum or AvroFixed))
                throw new PlatformException(ErrorCode.InvalidArgument, $"Line 1: field '{field.Name}' is no plain value: send JSON lines.").With("line", 1);
            Field = field;
            IsOnlyText = schema.Kind == AvroKind.String && field is { HasDefault: false, Schema: AvroPrimitive };
            IsNumber = schema.LogicalType?.Kind == LogicalKind.Decimal
                || (schema.LogicalType is null && schema.Kind is AvroKind.Int or AvroKind.Long or AvroKind.Float or AvroKind.Double);
        }

        public AvroField Field { get; }

        /// <summary>Whether an empty cell is an empty text, since there is nothing else that it could be.</summary>
        public bool IsOnlyText { get; }

        public bool IsNumber { get; }
    }
}
