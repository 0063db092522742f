using System.Globalization;
using Hops.Core.Storage;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Parquet;

namespace Hops.Streaming.Batches;

/// <summary>The local directory of an engine: every file has a name that no other run uses, and is durable before it is reported.</summary>
internal sealed class StagingArea(BatchEngineOptions options, Connection connection)
{
    private readonly Disk _disk = options.Disk;

    /// <summary>Writes the rows of a SELECT as Parquet, by DuckDB's writer; it gives up a dictionary where ours does, and not at a fifth of the rows.</summary>
    /// <param name="kind">First part of the file name.</param>
    /// <param name="sequence">Number of the batch.</param>
    /// <param name="select">The SELECT.</param>
    /// <param name="compression">Codec of Parquet.</param>
    /// <returns>The file; null if there were no rows, then there is no file.</returns>
    public StagedFile? Write(string kind, long sequence, string select, string compression)
    {
        var path = PathOf(NameOf(kind, sequence));
        _disk.Delete(path);
        var rowCount = connection.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"COPY ({select}) TO {SqlText.Literal(path)} (FORMAT parquet, COMPRESSION {compression}, DICTIONARY_SIZE_LIMIT {ValueNumbers.ValuesMax})"));
        if (rowCount == 0)
        {
            _disk.Delete(path);
            return null;
        }
        using var file = _disk.Open(path, DiskMode.ReadWrite);
        file.Sync();
        return new StagedFile(path, rowCount, file.LengthBytes);
    }

    /// <summary>Writes the rows of a SELECT as Parquet, without DuckDB's writer.</summary>
    /// <param name="kind">First part of the file name.</param>
    /// <param name="sequence">Number of the batch.</param>
    /// <param name="select">The SELECT.</param>
    /// <param name="output">Writes its columns.</param>
    /// <returns>The file; null if there were no rows, then there is no file.</returns>
    public StagedFile? Write(string kind, long sequence, string select, ParquetOutput output)
    {
        var path = PathOf(NameOf(kind, sequence));
        _disk.Delete(path);
        var rowCount = 0L;
        try
        {
            using var file = _disk.Open(path, DiskMode.CreateNew);
            rowCount = output.Write(connection, select, file);
            if (rowCount == 0)
                return null;
            file.Sync();
            return new StagedFile(path, rowCount, file.LengthBytes);
        }
        finally
        {
            if (rowCount == 0)
                _disk.Delete(path);
        }
    }

    /// <summary>Path of a name.</summary>
    public string PathOf(string name) => Path.Combine(options.StagingDirectory, name);

    /// <summary>Makes the names of new files durable.</summary>
    public void Sync() => _disk.SyncDirectory(options.StagingDirectory);

    /// <summary>Removes files of a batch that is thrown away.</summary>
    public void Remove(IEnumerable<StagedFile> files)
    {
        foreach (var file in files)
            _disk.Delete(file.Path);
    }

    private string NameOf(string kind, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{sequence:D10}-{options.RunToken}.parquet");
}
