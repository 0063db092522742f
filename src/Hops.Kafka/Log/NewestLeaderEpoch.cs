using Hops.Core.Errors;
using Hops.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>
/// The leader epoch of the last start, in a file beside the logs: theirs are never higher. The metadata database counts the epochs, but one that
/// is older than the logs, as after a restore, would begin below them: what the last start had appended would pass for damage.
/// </summary>
internal static partial class NewestLeaderEpoch
{
    /// <summary>Reads it.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">Directory of the logs.</param>
    /// <returns>-1 if it is not known.</returns>
    public static int Load(Disk disk, string directory) =>
        StoredNumber.Load(disk, PathIn(directory)) is { } epoch and >= 0 and < int.MaxValue ? (int)epoch : -1;

    /// <summary>Writes it durably, before the first append of this start. A full disk keeps no broker from its start: it is needed to make room.</summary>
    public static void Save(Disk disk, string directory, int epoch, ILogger logger)
    {
        try
        {
            StoredNumber.Save(disk, PathIn(directory), epoch);
        }
        catch (PlatformException full) when (full.Code == ErrorCode.DiskFull)
        {
            NotSaved(logger, epoch, full.Message);
        }
    }

    private static string PathIn(string directory) => Path.Combine(directory, "leader-epoch");

    [LoggerMessage(EventId = 14, EventName = "LeaderEpochNotSaved", Level = LogLevel.Warning,
        Message = "The leader epoch {Epoch} of this start could not be saved beside the logs, but it is in the metadata database: {Reason}")]
    private static partial void NotSaved(ILogger logger, int epoch, string reason);
}
