namespace Hops.Kafka.Log.Compaction;

/// <summary>Puts a compacted file in the place of the segments that it was made of.</summary>
internal sealed class ReplaceSegmentsCommand(Partition partition, CleanedSegment made, LogEnvironment environment) : LogCommand(partition)
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is in its place; false if the segments are not those of the partition any more, and the file has been removed.</summary>
    public Task<bool> Done => _done.Task;

    public override string Name => "replacement of compacted segments";

    public override void Complete()
    {
        if (Partition.IsDamaged || !Partition.Holds(made.Replaced))
            Discard();
        else
            Replace();
    }

    public override void Fail(Exception cause)
    {
        made.File.Dispose();
        _done.TrySetException(cause);
    }

    private void Discard()
    {
        made.File.Dispose();
        environment.Disk.Delete(made.Path);
        _done.TrySetResult(false);
    }

    private void Replace()
    {
        var (disk, directory) = (environment.Disk, Partition.DirectoryPath);
        var first = made.Replaced[0];
        var segment = new Segment(environment, directory, first.BaseOffset, Partition.Settings.IndexIntervalBytes)
        {
            ReadableBytes = made.LengthBytes,
            FirstAppendMs = first.FirstAppendMs,
            LargestTimestampMs = made.LargestTimestampMs,
            LargestTimestampBatch = made.LargestTimestampBatch,
        };
        segment.Adopt(made.File, made.Index);
        using var held = segment.Hold();

        // Their names are about to be another's: who reads them keeps the files that they are.
        foreach (var old in made.Replaced)
            old.Retire();

        // 1. What they say of producers and transactions is in the state; recovery does not look for it in them again.
        Partition.Writer.SaveState();

        // 2. It is decided.
        var swap = new PendingSwap(first.BaseOffset, made.EndOffset);
        swap.Decide(disk, directory, made.Path);

        // 3. It is seen, and the state forgets the aborted transactions of which nothing is left, before the name that tells of it goes.
        Partition.Replace(made.Replaced, segment, made.EndOffset);
        Partition.Writer.SaveState();

        // 4. The names follow.
        swap.Finish(disk, directory);
        segment.SaveIndex();
        foreach (var old in made.Replaced)
            old.Dispose();
        _done.TrySetResult(true);
    }
}
