using System.Globalization;
using Hops.Client.Files;
using Hops.Core.Errors;

namespace Hops.Streaming.Checkpoints;

/// <summary>
/// The checkpoint of one query beside its sink: <c>sink/_checkpoint/commits/N</c>, <c>sink/_checkpoint/state/*</c>, and staged files under
/// <c>sink/_staged</c>. A commit is one transaction of the file system that also makes the files of the batch visible, so there is no
/// crash point between the two; a second runner loses that transaction and stops.
/// </summary>
public sealed class CheckpointDirectory
{
    /// <summary>Commits that are kept behind the last one, for a person who looks for a cause.</summary>
    private const int CommitsKept = 100;

    /// <summary>How names of files begin that batches make visible.</summary>
    private const string OutputPrefix = "part-";

    private readonly WebHdfsClient _files;
    private readonly string _commits;

    /// <param name="files">Client of the file system, as the project-user.</param>
    /// <param name="sink">Path of the sink directory.</param>
    public CheckpointDirectory(WebHdfsClient files, string sink)
    {
        _files = files;
        Sink = sink;
        _commits = $"{sink}/_checkpoint/commits";
        State = $"{sink}/_checkpoint/state";
        Staged = $"{sink}/_staged";
    }

    /// <summary>Path of the sink directory.</summary>
    public string Sink { get; }

    /// <summary>Path of the directory of state files.</summary>
    public string State { get; }

    /// <summary>Path of the directory of files that are not visible yet.</summary>
    public string Staged { get; }

    /// <summary>Makes the directories that are missing.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var directory in new[] { _commits, State, Staged })
            await _files.MkdirsAsync(directory, cancellationToken: cancellationToken);
    }

    /// <summary>The last commit, or null if there was none.</summary>
    /// <exception cref="PlatformException"><c>CorruptData</c>.</exception>
    public async Task<CommitRecord?> LastAsync(CancellationToken cancellationToken)
    {
        RemoteFile? last = null;
        var number = -1L;
        await foreach (var file in _files.ListAsync(_commits, cancellationToken))
        {
            if (long.TryParse(file.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence > number)
                (last, number) = (file, sequence);
        }

        if (last is null)
            return null;
        if (last.LengthBytes > CommitRecord.LengthMaxBytes)
            throw new PlatformException(ErrorCode.CorruptData, $"Commit {number} of the checkpoint is too long.");
        await using var stream = await _files.OpenAsync(last.Path, cancellationToken: cancellationToken);
        var content = new byte[last.LengthBytes];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return CommitRecord.Parse(content);
    }

    /// <summary>
    /// Refuses to begin in a sink that holds what a query has written: its rows would be written a second time by a query that knows nothing
    /// of them. Only for a sink without any commit.
    /// </summary>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>.</exception>
    public async Task CheckFreshAsync(CancellationToken cancellationToken)
    {
        await foreach (var file in _files.ListAsync(Sink, cancellationToken))
        {
            if (file.IsDirectory || !file.Name.StartsWith(OutputPrefix, StringComparison.Ordinal))
                continue;
            throw new PlatformException(
                ErrorCode.AlreadyExists,
                $"{Sink} holds {file.Name} and other files of a query, but no commit that names them: a query that begins there would write their rows "
                + "a second time. Restore _checkpoint, or give the query a dataset of its own.")
                .With("path", file.Path);
        }
    }

    /// <summary>
    /// Commits a batch: its staged files become visible, its record becomes the last one, and what it makes superfluous goes, all at once.
    /// </summary>
    /// <param name="record">The record of the batch.</param>
    /// <param name="superfluous">Paths of state files that no commit needs any more.</param>
    /// <param name="cancellationToken">Stops waiting; whether the batch is committed is then found out at the next start.</param>
    /// <exception cref="PlatformException"><c>Fenced</c> if another runner made that commit.</exception>
    public async Task CommitAsync(CommitRecord record, IReadOnlyList<string> superfluous, CancellationToken cancellationToken)
    {
        var renames = record.Files.Select(name => new FileRename($"{Staged}/{name}", $"{Sink}/{name}")).ToList();
        var deletes = superfluous.ToList();
        if (record.Sequence >= CommitsKept)
            deletes.Add($"{_commits}/{record.Sequence - CommitsKept}");
        var body = record.ToBytes();
        if (body.Length > CommitRecord.LengthMaxBytes)
            throw new PlatformException(ErrorCode.TooLarge, $"The commit of batch {record.Sequence} is larger than {CommitRecord.LengthMaxBytes} bytes.");
        try
        {
            await _files.CommitFilesAsync(new FileCommit(_commits, record.Sequence, renames, deletes, body), cancellationToken);
        }
        catch (PlatformException failure) when (failure.Code is not (ErrorCode.AccessDenied or ErrorCode.StorageQuotaExceeded))
        {
            // The answer may be lost although the transaction was made: the last commit says.
            if (await LastAsync(cancellationToken) is { } last && last.Sequence == record.Sequence && last.Runner == record.Runner)
                return;
            throw;
        }
    }

    /// <summary>Opens a state file that the last commit names.</summary>
    /// <param name="last">The commit, as it was read.</param>
    /// <param name="name">Name of the file.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PlatformException"><c>Fenced</c>: another runner has committed since, and needs it no more; <c>NotFound</c>: it is lost.</exception>
    public async Task<Stream> OpenStateAsync(CommitRecord last, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _files.OpenAsync($"{State}/{name}", cancellationToken: cancellationToken);
        }
        catch (PlatformException gone) when (gone.Code == ErrorCode.NotFound)
        {
            if (await LastAsync(cancellationToken) is { } now && now.Sequence > last.Sequence)
                throw new PlatformException(ErrorCode.Fenced, $"Another runner of this query has made commit {now.Sequence} of {Sink} meanwhile.", gone);
            throw;
        }
    }

    /// <summary>
    /// Removes staged and state files that no commit names, left by runners that died. A file of a batch above the last commit may be a
    /// living runner's and stays; its name tells the number: <c>kind-number-token.parquet</c>.
    /// </summary>
    public async Task CollectAsync(CommitRecord last, CancellationToken cancellationToken)
    {
        var named = last.State.Names.ToHashSet(StringComparer.Ordinal);
        foreach (var directory in new[] { Staged, State })
        {
            var garbage = new List<string>();
            await foreach (var file in _files.ListAsync(directory, cancellationToken))
            {
                if (BatchOf(file.Name) <= last.Sequence && !named.Contains(file.Name))
                    garbage.Add(file.Path);
            }

            foreach (var path in garbage)
                await _files.DeleteAsync(path, cancellationToken: cancellationToken);
        }
    }

    private static long BatchOf(string name)
    {
        foreach (var part in name.Split('-'))
        {
            if (long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var batch))
                return batch;
        }

        return long.MaxValue;
    }
}
