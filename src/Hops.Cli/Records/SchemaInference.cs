using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Cli.Commands;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Cli.Records;

/// <summary>A schema that was made of a file.</summary>
/// <param name="Schema">Avro schema of a record that takes every record of the file.</param>
/// <param name="Records">How many there are.</param>
/// <param name="Notes">What a person should know before loading the file, one sentence each.</param>
/// <param name="Missing">Texts that it takes for missing values though nobody named them; loading the file has to name them.</param>
internal sealed record InferredSchema(JsonObject Schema, long Records, IReadOnlyList<string> Notes, IReadOnlyList<string> Missing);

/// <summary>Makes an Avro schema of a file of records, all of which it reads: the narrowest that takes every one of them.</summary>
internal static class SchemaInference
{
    /// <summary>Most digits of a decimal of the query engine.</summary>
    private const int PrecisionMax = 38;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How separated text is meant.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it cannot be read, or there is nothing in it.</exception>
    public static InferredSchema Of(RecordFile file, CsvOptions options)
    {
        var name = ColumnNames.Simple(file.Title) is { Length: > 0 } title ? title : "record";
        return file.Format switch
        {
            RecordFormat.Csv => OfCsv(name, file.Bytes(), options),
            RecordFormat.Parquet => OfParquet(name, file.ParquetPath()),
            _ => OfJson(name, file.Bytes()),
        };
    }

    private static InferredSchema OfCsv(string name, InputBytes input, CsvOptions options)
    {
        var csv = new CsvReader(input, options.Separator);
        var header = (csv.Read() ?? throw Empty()).Select(cell => cell.Text.Trim()).ToList();
        var names = ColumnNames.Of(header);
        var shapes = header.Select(_ => new ColumnShape()).ToList();
        var records = 0L;
        for (; csv.Read() is { } cells; records++)
        {
            if (cells.Count != shapes.Count)
                throw new PlatformException(ErrorCode.InvalidArgument, $"Line {csv.Line}: it has {cells.Count} cells and the header {shapes.Count}.").With("line", csv.Line);
            for (var index = 0; index < shapes.Count; index++)
                shapes[index].See(cells[index], options);
        }

        if (records == 0)
            throw Empty();
        var missing = shapes.SelectMany(shape => shape.MissingGuesses).ToHashSet(StringComparer.Ordinal);
        var fields = shapes.Select((shape, index) => ColumnShape.Field(names[index], shape.CellType(missing)));
        return new InferredSchema(Record(name, fields), records, [.. CsvNotes(header, names, shapes), .. LocalNotes([.. names.Zip(shapes)]), .. ZoneNotes(names.Zip(shapes)), .. DecimalNotes(names.Zip(shapes))], [.. missing]);
    }

    private static InferredSchema OfJson(string name, InputBytes input)
    {
        var shape = new ColumnShape();
        var records = 0L;
        foreach (var record in JsonRecords.Read(input))
        {
            if (record.Value.ValueKind != JsonValueKind.Object)
                throw new PlatformException(ErrorCode.InvalidArgument, $"Line {record.Line}: a record is a JSON object.").With("line", record.Line);
            shape.See(record.Value);
            records++;
        }

        if (records == 0)
            throw Empty();
        foreach (var member in shape.Members.Keys.Where(member => ColumnNames.Simple(member) != member))
            throw new PlatformException(ErrorCode.InvalidArgument, $"'{member}' is no name of a field of Avro, which has letters, digits and _: rename it in the file.");
        return new InferredSchema(shape.Record(name), records, [.. ZoneNotes(shape.Members.Select(member => (member.Key, member.Value)))], []);
    }

    private static InferredSchema OfParquet(string name, string path)
    {
        var columns = ParquetRecords.Columns(path);
        var names = ColumnNames.Of([.. columns.Select(column => column.Name)]);
        var fields = columns.Select((column, index) => ColumnShape.Field(names[index], Optional(AvroType(column.Type, names[index]))));
        return new InferredSchema(Record(name, fields), ParquetRecords.Count(path), [], []);
    }

    private static IEnumerable<string> CsvNotes(List<string> header, IReadOnlyList<string> names, List<ColumnShape> shapes)
    {
        var renamed = names.Zip(header).Where(pair => pair.First != pair.Second).Take(10).Select(pair => $"'{pair.Second}' is {pair.First}").ToList();
        if (renamed.Count > 0)
            yield return $"Names of fields have letters, digits and _, each once: {string.Join(", ", renamed)}. Loading the file knows them by its own.";
        foreach (var text in shapes.SelectMany(shape => shape.MissingGuesses).Distinct(StringComparer.Ordinal))
        {
            var of = names.Zip(shapes).Where(pair => pair.Second.MissingGuesses.Contains(text)).ToList();
            yield return $"'{text}' seems to stand for a missing value in {Named(of)}: load the file with {ShellText.Option("--missing", text)}";
        }
    }

    /// <summary>What a country writes its own way would otherwise become text without a word.</summary>
    private static IEnumerable<string> LocalNotes(IReadOnlyList<(string Name, ColumnShape Shape)> columns)
    {
        var numbers = columns.Where(column => column.Shape.Local is { AreCommaNumbers: true, ThousandsExample: null }).ToList();
        if (numbers.Count > 0)
            yield return $"Numbers of {Named(numbers)} seem to have a decimal comma: make the schema and load the file with --decimal-comma";
        var thousands = columns.Where(column => column.Shape.Local is { AreCommaNumbers: true, ThousandsExample: not null }).ToList();
        if (thousands.Count > 0)
            yield return $"{Named(thousands)} stays text: points between thousands, as in '{thousands[0].Shape.Local.ThousandsExample}', are not read. Take them out of the file, and use --decimal-comma for the comma.";
        var dates = columns.Where(column => column.Shape.Local.AreDates).ToList();
        if (dates.Count > 0)
        {
            yield return $"{Named(dates)} stays text: times such as '{dates[0].Shape.Local.Example}' do not say which is the day and which the month. Windows need a time: write them as "
                + "2024-03-01 or 2024-03-01T08:09:07; SQL alone can read the text by strptime.";
        }
    }

    private static string Named(List<(string Name, ColumnShape Shape)> columns) =>
        string.Join(", ", columns.Take(5).Select(column => column.Name)) + (columns.Count > 5 ? ", ..." : "");

    private static IEnumerable<string> ZoneNotes(IEnumerable<(string Name, ColumnShape Shape)> columns)
    {
        var zoneless = columns.Where(column => column.Shape.IsZoneless).ToList();
        if (zoneless.Count > 0)
            yield return $"Times of {Named(zoneless)} name no zone and are taken for UTC; for local times give the field the type local-timestamp-millis.";
    }

    /// <summary>A double is what most numbers with a point are meant as, but not prices.</summary>
    private static IEnumerable<string> DecimalNotes(IEnumerable<(string Name, ColumnShape Shape)> columns)
    {
        var decimals = columns.Where(column => column.Shape.Decimal is not null).ToList();
        if (decimals.Count == 0)
            yield break;
        var scale = decimals.Max(column => column.Shape.Decimal!.Value.AfterPoint);
        var precision = scale + decimals.Max(column => column.Shape.Decimal!.Value.BeforePoint);
        if (precision > PrecisionMax)
            yield break;
        yield return $"Numbers of {Named(decimals)} become doubles, which hold most fractions only nearly. For exact ones, such as prices, write the schema that "
            + $"'hops schema infer' prints to a file, put {DecimalType(precision, scale).ToJsonString()} in place of \"double\", and make the topic with --value-schema.";
    }

    private static JsonObject Record(string name, IEnumerable<JsonObject> fields) =>
        new() { ["type"] = "record", ["name"] = name, ["fields"] = new JsonArray([.. fields]) };

    private static JsonArray Optional(JsonNode type) => new("null", type);

    private static JsonNode AvroType(SqlType type, string name) => type.Id switch
    {
        TypeId.Boolean => "boolean",
        TypeId.TinyInt or TypeId.SmallInt or TypeId.Integer or TypeId.UTinyInt or TypeId.USmallInt => "int",
        TypeId.BigInt or TypeId.UInteger => "long",
        TypeId.UBigInt or TypeId.HugeInt or TypeId.UHugeInt => DecimalType(38, 0),
        TypeId.Decimal => DecimalType(type.Width, type.Scale),
        TypeId.Float => "float",
        TypeId.Double => "double",
        TypeId.Blob => "bytes",
        TypeId.Uuid => Logical("string", "uuid"),
        TypeId.Date => Logical("int", "date"),
        TypeId.Time => Logical("long", "time-micros"),
        TypeId.TimestampMilliseconds or TypeId.TimestampSeconds => Logical("long", "local-timestamp-millis"),
        TypeId.Timestamp or TypeId.TimestampNanoseconds => Logical("long", "local-timestamp-micros"),
        TypeId.TimestampWithZone => Logical("long", "timestamp-micros"),
        TypeId.List => new JsonObject { ["type"] = "array", ["items"] = Optional(AvroType(type.Members[0].Type, name + "_item")) },
        TypeId.Map => new JsonObject { ["type"] = "map", ["values"] = Optional(AvroType(type.Members[1].Type, name + "_value")) },
        TypeId.Struct => Record(name + "_record", type.Members.Select(member =>
            ColumnShape.Field(member.Name, Optional(AvroType(member.Type, $"{name}_{ColumnNames.Simple(member.Name)}"))))),
        _ => "string",
    };

    private static JsonObject Logical(string type, string logicalType) => new() { ["type"] = type, ["logicalType"] = logicalType };

    private static JsonObject DecimalType(int precision, int scale) =>
        new() { ["type"] = "bytes", ["logicalType"] = "decimal", ["precision"] = precision, ["scale"] = scale };

    private static PlatformException Empty() => new(ErrorCode.InvalidArgument, "The file has no records to make a schema of.");
}
