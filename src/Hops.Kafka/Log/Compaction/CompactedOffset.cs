using Hops.Core.Storage;

namespace Hops.Kafka.Log.Compaction;

/// <summary>Up to where a log has been compacted, in a file beside it. Lost or damaged it is taken for 0, and the work is done again.</summary>
internal static class CompactedOffset
{
    /// <summary>Reads it.</summary>
    public static long Load(Disk disk, string directory) => StoredNumber.Load(disk, PathIn(directory)) ?? 0;

    /// <summary>Writes it durably.</summary>
    public static void Save(Disk disk, string directory, long offset) => StoredNumber.Save(disk, PathIn(directory), offset);

    private static string PathIn(string directory) => Path.Combine(directory, "compacted");
}
