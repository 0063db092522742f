using Microsoft.Extensions.Logging;

namespace Hops.Cli.Server;

/// <summary>What the file system and the metadata database, which know no log, tell the server's.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Finding}", EventName = "FileSystemNoticed")]
    public static partial void Noticed(ILogger logger, string finding);

    [LoggerMessage(2, LogLevel.Error, "The background work of the file system failed; it is tried again", EventName = "FileSystemBackgroundFailed")]
    public static partial void BackgroundFailed(ILogger logger, Exception cause);

    [LoggerMessage(3, LogLevel.Warning, "{Finding}", EventName = "MetadataNoticed")]
    public static partial void MetadataNoticed(ILogger logger, string finding);

    [LoggerMessage(4, LogLevel.Information, "{Entries} entries of the audit trail were written before it was a chain: they are links of it now", EventName = "AuditChained")]
    public static partial void AuditChained(ILogger logger, long entries);
}
