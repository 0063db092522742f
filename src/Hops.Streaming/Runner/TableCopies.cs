using System.Globalization;
using Hops.Client.Files;
using Hops.Core.Errors;

namespace Hops.Streaming.Runner;

/// <summary>
/// Copies of the datasets of one statement in its staging directory: the locked engine reads there and nowhere else. Bounded over all tables
/// of the statement, and it leaves the disk of the server some room.
/// </summary>
internal sealed class TableCopies(WebHdfsClient client, string stagingDirectory, long copiedMaxBytes)
{
    private const int FilesMax = 10_000;
    private const int DepthMax = 8;
    private const int ListingsMax = 5;
    private const long FreeMinBytes = 1024L * 1024 * 1024;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private int _tables;

    /// <summary>Bytes of all copies.</summary>
    public long CopiedBytes { get; private set; }

    /// <summary>What each copy is a copy of, by its path.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    /// <summary>Copies the Parquet files below a directory.</summary>
    /// <returns>Paths of the copies.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>: nothing to read; <c>ResourcesExceeded</c>, <c>LimitExceeded</c>: too much; <c>DiskFull</c>.</exception>
    public async Task<IReadOnlyList<string>> CopyAsync(string path, CancellationToken cancellationToken)
    {
        var directory = Path.Combine(stagingDirectory, (_tables++).ToString(CultureInfo.InvariantCulture));
        for (var listing = 1; ; listing++)
        {
            try
            {
                return await CopyOnceAsync(path, directory, cancellationToken);
            }
            catch (PlatformException gone) when (gone.Code == ErrorCode.NotFound && Directory.Exists(directory) && listing < ListingsMax)
            {
                // A batch of a query in complete mode has replaced the files between listing and reading: what is there now is newer.
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private async Task<IReadOnlyList<string>> CopyOnceAsync(string path, string directory, CancellationToken cancellationToken)
    {
        var files = new List<RemoteFile>();
        await CollectAsync(path, 0, files, cancellationToken);
        if (files.Count == 0)
            throw new PlatformException(ErrorCode.NotFound, $"{path} has no Parquet files to read yet.");
        Reserve(path, files.Sum(file => file.LengthBytes));

        Directory.CreateDirectory(directory);
        var copies = new List<string>();
        foreach (var file in files)
        {
            var copy = Path.Combine(directory, FormattableString.Invariant($"{copies.Count}.parquet"));
            await using var from = await client.OpenAsync(file.Path, 0, file.LengthBytes, cancellationToken);
            await using var to = File.Create(copy);
            await from.CopyToAsync(to, cancellationToken);
            copies.Add(copy);
            _names[copy] = file.Path;
        }

        return copies;
    }

    private void Reserve(string path, long lengthBytes)
    {
        CopiedBytes += lengthBytes;
        if (CopiedBytes > copiedMaxBytes)
            throw new PlatformException(ErrorCode.ResourcesExceeded, $"With {path} the statement reads more than {copiedMaxBytes >> 20} MB, for which a runner has no room.");
        if (new DriveInfo(stagingDirectory).AvailableFreeSpace - lengthBytes < FreeMinBytes)
            throw new PlatformException(ErrorCode.DiskFull, $"The server has no room to read {path}, which has {lengthBytes} bytes.");
    }

    /// <summary>The data files below a directory: names that begin with an underscore or a dot are not data.</summary>
    private async Task CollectAsync(string path, int depth, List<RemoteFile> files, CancellationToken cancellationToken)
    {
        await foreach (var entry in client.ListAsync(path, cancellationToken))
        {
            if (entry.Name.StartsWith('_') || entry.Name.StartsWith('.'))
                continue;
            if (entry.IsDirectory && depth < DepthMax)
                await CollectAsync(entry.Path, depth + 1, files, cancellationToken);
            else if (!entry.IsDirectory && entry.Name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
                files.Add(entry);
            if (files.Count > FilesMax)
                throw new PlatformException(ErrorCode.LimitExceeded, $"{path} has more than {FilesMax} files: compact them first.");
        }
    }
}
