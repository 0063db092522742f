using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Cli.Records;

/// <summary>Format of an input of records.</summary>
internal enum RecordFormat
{
    /// <summary>JSON, one record after the other.</summary>
    Json,

    /// <summary>Separated text under a line of names.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>
/// A file of records, or standard input by the name <c>-</c>. Its name says how it is compressed and in which format it is; a name that says
/// nothing is JSON.
/// </summary>
internal sealed class RecordFile : IDisposable
{
    private readonly string _path;
    private readonly Stream _source;
    private readonly Stream _content;

    private RecordFile(string path, RecordFormat format, Stream source, Stream content) =>
        (_path, Format, _source, _content) = (path, format, source, content);

    /// <summary>How records are written in it.</summary>
    public RecordFormat Format { get; }

    /// <summary>Name of the file without folder and endings.</summary>
    public string Title => Path.GetFileName(_path).Split('.')[0];

    /// <summary>How much of the file was read, from 0 to 1; null if its length is not known.</summary>
    public double? Progress => _source.CanSeek && _source.Length > 0 ? (double)_source.Position / _source.Length : null;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path, or <c>-</c>.</param>
    /// <param name="isCsv">True if it is separated text whatever its name says.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RecordFile Open(string path, bool isCsv)
    {
        if (path == "-")
            return new RecordFile(path, isCsv ? RecordFormat.Csv : RecordFormat.Json, Stream.Null, Console.OpenStandardInput());
        var (format, compression) = Kind(path);
        var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Stream content = compression.Length > 0 ? new CompressedContent(path, source, isGzip: compression == ".gz") : source;
        return new RecordFile(path, isCsv ? RecordFormat.Csv : format, source, content);
    }

    /// <summary>Its records under a schema.</summary>
    /// <exception cref="PlatformException">A record is none, or does not fit, with the fact <c>line</c>.</exception>
    public IEnumerable<InputRecord> Records(TypedSchema schema, CsvOptions options) => Format switch
    {
        RecordFormat.Csv when schema is AvroDocument { Schema: var record } => CsvRecords.Read(Bytes(), record, options),
        RecordFormat.Csv => throw NoCells(schema),
        RecordFormat.Parquet => ParquetRecords.Read(ParquetPath()),
        _ => JsonRecords.Read(Bytes()),
    };

    private static PlatformException NoCells(TypedSchema schema) => new(
        ErrorCode.InvalidArgument,
        $"What the cells of separated text mean is said by a schema of type AVRO, and that of the topic is of type {SchemaTypes.NameOf(schema.Type)}: give JSON, one record a line.");

    /// <summary>Its text.</summary>
    public InputBytes Bytes() => new(_content);

    /// <summary>Path of a Parquet file, which has to be read here and there and so cannot be compressed as a whole.</summary>
    public string ParquetPath() => _content == _source
        ? _path
        : throw new PlatformException(ErrorCode.InvalidArgument, $"{_path} is Parquet inside of a compression: unpack it first. Parquet compresses its own pages.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _content.Dispose();
        _source.Dispose();
    }

    private static (RecordFormat Format, string Compression) Kind(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var compression = Path.GetExtension(name);
        if (compression is ".gz" or ".zst" or ".zstd")
            name = Path.GetFileNameWithoutExtension(name);
        else
            compression = "";
        return (Path.GetExtension(name) switch
        {
            ".csv" or ".tsv" or ".tab" => RecordFormat.Csv,
            ".parquet" or ".pq" => RecordFormat.Parquet,
            _ => RecordFormat.Json,
        }, compression);
    }
}
