using Hops.Core.Errors;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>Turns result codes of SQLite (https://sqlite.org/rescode.html) into exceptions of the platform.</summary>
internal static class SqliteError
{
    private const int PrimaryCodeMask = 0xFF;

    /// <summary>True for codes after which nobody knows what is durable.</summary>
    internal static bool IsFatal(int code) =>
        (code & PrimaryCodeMask) is raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL or raw.SQLITE_CANTOPEN;

    /// <summary>The exception for a code.</summary>
    internal static Exception Of(int code, string call, string message)
    {
        var cause = new IOException($"{call}: {message} (SQLite {code})");
        return (code & PrimaryCodeMask) switch
        {
            raw.SQLITE_FULL => new PlatformException(
                ErrorCode.DiskFull, "The disk of the metadata database is full: free some space; reads go on, writes are refused until then.", cause),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new PlatformException(
                ErrorCode.CorruptData, "The metadata database is damaged: restore it from a backup.", cause),
            raw.SQLITE_CONSTRAINT => new PlatformException(
                ErrorCode.AlreadyExists, "The change breaks a constraint of the metadata database: a row of the same unique look-up exists already.", cause),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new PlatformException(
                ErrorCode.Unavailable, "The metadata database is held by another process: stop that one, then try again.", cause),
            _ => cause,
        };
    }
}
