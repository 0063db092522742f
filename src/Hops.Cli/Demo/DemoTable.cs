using System.Globalization;
using System.IO.Compression;
using Hops.Cli.Records;
using Hops.Core.Errors;

namespace Hops.Cli.Demo;

/// <summary>
/// The events that the demo replays: the rows of a CSV file, with a type inferred for each column and sorted by their time. Missing values
/// are empty or <c>NA</c>.
/// </summary>
internal sealed class DemoTable
{
    private const int RowsMin = 3;
    private const int RowsMax = 5_000_000;
    private const int KeysMax = 2;
    private const int KeyValuesMax = 200;
    private const long DayMs = 24L * 60 * 60 * 1000;

    /// <summary>How many events the partitions may be apart: some batches of the writer and of the log.</summary>
    private const int PartitionSkewMax = 8192;

    private DemoTable(string name, IReadOnlyList<DemoColumn> columns, List<string?[]> rows)
    {
        Name = name;
        Columns = columns;
        TimeColumn = columns.FirstOrDefault(column => column.Type == DemoColumnType.Time)
            ?? throw new PlatformException(ErrorCode.InvalidArgument, "The demo needs a column of times such as 2013-01-01T10:00:00Z.");
        Measure = columns.FirstOrDefault(column => column.Name == "dep_delay")
            ?? columns.FirstOrDefault(column => column.IsNumber && column.IsNullable)
            ?? columns.FirstOrDefault(column => column.IsNumber)
            ?? throw new PlatformException(ErrorCode.InvalidArgument, "The demo needs a column of numbers.");
        Keys = [.. columns.Where(column => column.Type == DemoColumnType.Text && !column.IsNullable && column.Values <= KeyValuesMax)
            .OrderBy(column => column.Values).Take(KeysMax)];
        Rows = rows;
        Rows.Sort((left, right) => Millis(left).CompareTo(Millis(right)));
        DelayMs = SkewMs();
    }

    /// <summary>Name of the topic and prefix of the datasets, from the name of the file.</summary>
    public string Name { get; }

    /// <summary>The topic in SQL: a file may have the name of a keyword.</summary>
    public string Sql => $"\"{Name}\"";

    /// <summary>All columns, in file order.</summary>
    public IReadOnlyList<DemoColumn> Columns { get; }

    /// <summary>The event time.</summary>
    public DemoColumn TimeColumn { get; }

    /// <summary>What is averaged.</summary>
    public DemoColumn Measure { get; }

    /// <summary>What is grouped by, besides the day: text columns with few values.</summary>
    public IReadOnlyList<DemoColumn> Keys { get; }

    /// <summary>Rows in the order of time; null where a value is missing.</summary>
    public List<string?[]> Rows { get; }

    /// <summary>
    /// Delay of the watermark, in whole days: the watermark follows the newest event of all partitions, so it must wait for a partition that
    /// is behind by as many events as a killed server can make it.
    /// </summary>
    public long DelayMs { get; }

    /// <summary>Loads a file, which may be compressed with gzip.</summary>
    public static DemoTable Load(string path)
    {
        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var csv = new CsvReader(new InputBytes(content), separator: null);
        var header = csv.Read() ?? throw new PlatformException(ErrorCode.InvalidArgument, $"{path} is empty.");
        var names = header.Select((cell, index) => Identifier(cell.Text, index)).ToArray();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new PlatformException(ErrorCode.InvalidArgument, $"{path} has two columns of the same name.");
        var interned = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = new List<string?[]>();
        while (csv.Read() is { } record)
        {
            if (record.Count != names.Length)
                throw new PlatformException(ErrorCode.InvalidArgument, $"Line {csv.Line} of {path} has {record.Count} fields, not {names.Length}.");
            if (rows.Count == RowsMax)
                throw new PlatformException(ErrorCode.TooLarge, $"The demo replays at most {RowsMax} rows.");
            rows.Add([.. record.Select(cell => cell.Text is "" or "NA" ? null : Intern(interned, cell.Text))]);
        }

        if (rows.Count < RowsMin)
            throw new PlatformException(ErrorCode.InvalidArgument, $"{path} has {rows.Count} rows; the demo needs {RowsMin}: some before each kill and some after.");
        var columns = names.Select((name, index) => DemoColumn.Infer(name, index, rows)).ToList();
        var title = Path.GetFileName(path).Split('.')[0].ToLowerInvariant();
        return new DemoTable(Identifier(title, 0), columns, rows);
    }

    private long SkewMs()
    {
        var longest = 0L;
        for (var index = Math.Min(PartitionSkewMax, Rows.Count - 1); index < Rows.Count; index++)
            longest = Math.Max(longest, Millis(Rows[index]) - Millis(Rows[Math.Max(0, index - PartitionSkewMax)]));
        return ((longest / DayMs) + 1) * DayMs;
    }

    /// <summary>Event time of a row in milliseconds since 1970.</summary>
    public long Millis(string?[] row) => DemoColumn.ParseTime(row[TimeColumn.Index]!);

    /// <summary>The Avro schema of an event.</summary>
    public string AvroSchema() =>
        $$"""{"type":"record","name":"{{Name}}","namespace":"demo","fields":[{{string.Join(',', Columns.Select(column => column.AvroField()))}}]}""";

    private static string Intern(Dictionary<string, string> interned, string value)
    {
        if (value.Length > 8)
            return value;
        if (interned.TryGetValue(value, out var known))
            return known;
        interned[value] = value;
        return value;
    }

    private static string Identifier(string name, int index)
    {
        var letters = string.Concat(name.Trim().Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_'));
        return letters.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"column_{index}") : char.IsAsciiDigit(letters[0]) ? "_" + letters : letters;
    }
}
