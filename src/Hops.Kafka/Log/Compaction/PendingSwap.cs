using System.Globalization;
using Hops.Core.Storage;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// A file that has been decided to take the place of the segments between two offsets, and says so by its name: <c>FROM-TO.swap</c>. What is left of
/// that, after a crash, is done before the log is read.
/// </summary>
internal readonly record struct PendingSwap(long BaseOffset, long EndOffset)
{
    private const string Extension = ".swap";

    private string FileName => string.Create(CultureInfo.InvariantCulture, $"{BaseOffset:D20}-{EndOffset:D20}{Extension}");

    /// <summary>Decides, durably: the file has its name from here on.</summary>
    public void Decide(Disk disk, string directory, string cleaned)
    {
        disk.Rename(cleaned, Path.Combine(directory, FileName));
        disk.SyncDirectory(directory);
    }

    /// <summary>Removes what it replaces and gives it the name of a segment, durably.</summary>
    public void Finish(Disk disk, string directory)
    {
        foreach (var name in disk.List(directory))
        {
            if (!TryBaseOf(name, out var offset) || offset < BaseOffset || offset >= EndOffset)
                continue;

            // Of the first one the indexes alone: what takes its name takes its place.
            if (offset > BaseOffset || !name.EndsWith(".log", StringComparison.Ordinal))
                disk.Delete(Path.Combine(directory, name));
        }

        disk.Rename(Path.Combine(directory, FileName), Path.Combine(directory, Segment.FileName(BaseOffset, ".log")));
        disk.SyncDirectory(directory);
    }

    /// <summary>Finishes what a crash left, and removes files that were not finished.</summary>
    /// <returns>What was finished.</returns>
    public static IReadOnlyList<PendingSwap> FinishAll(Disk disk, string directory)
    {
        var swaps = new List<PendingSwap>();
        foreach (var name in disk.List(directory))
        {
            if (name.EndsWith(SegmentCleaner.Extension, StringComparison.Ordinal))
                disk.Delete(Path.Combine(directory, name));
            else if (TryParse(name, out var swap))
                swaps.Add(swap);
        }

        foreach (var swap in swaps)
            swap.Finish(disk, directory);
        return swaps;
    }

    private static bool TryParse(string name, out PendingSwap swap)
    {
        swap = default;
        if (!name.EndsWith(Extension, StringComparison.Ordinal))
            return false;
        var parts = name[..^Extension.Length].Split('-');
        if (parts.Length != 2 || !TryNumber(parts[0], out var from) || !TryNumber(parts[1], out var to))
            return false;
        swap = new PendingSwap(from, to);
        return true;
    }

    private static bool TryBaseOf(string name, out long offset) =>
        Segment.TryParseName(name, ".log", out offset) || Segment.TryParseName(name, ".index", out offset) || Segment.TryParseName(name, ".timeindex", out offset);

    private static bool TryNumber(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
