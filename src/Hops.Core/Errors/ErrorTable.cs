using System.Collections.Frozen;

namespace Hops.Core.Errors;

/// <summary>What one <see cref="ErrorCode"/> means to each protocol.</summary>
/// <param name="Code">The code.</param>
/// <param name="Slug">Stable name in URLs and JSON: the last part of a problem's <c>type</c> (RFC 9457).</param>
/// <param name="Title">One line for a person.</param>
/// <param name="Retriable">True if the same request may succeed later without a change.</param>
/// <param name="HttpStatus">Status code on every HTTP interface.</param>
/// <param name="HadoopClass">Java exception class that Hadoop clients raise for it (WebHDFS <c>javaClassName</c>, RPC).</param>
/// <param name="KafkaCode">Error code of the Kafka protocol (signed 16 bit).</param>
public sealed record ErrorRow(
    ErrorCode Code, string Slug, string Title, bool Retriable, int HttpStatus, string HadoopClass, short KafkaCode);

/// <summary>The one error table of the platform: each code, once, for all protocols.</summary>
public static class ErrorTable
{
    private const string Hdfs = "org.apache.hadoop.hdfs.protocol.";
    private const string Security = "org.apache.hadoop.security.";
    private const string Io = "java.io.IOException";
    private const string Argument = "org.apache.hadoop.HadoopIllegalArgumentException";

    /// <summary>All rows, in the order of the enumeration.</summary>
    public static IReadOnlyList<ErrorRow> Rows { get; } =
    [
        new(ErrorCode.Internal, "internal", "Internal error", false, 500, Io, -1),
        new(ErrorCode.InvalidArgument, "invalid-argument", "Invalid request", false, 400, Argument, 42),
        new(ErrorCode.Unauthenticated, "unauthenticated", "Not signed in", false, 401, Security + "AccessControlException", 58),
        new(ErrorCode.SecondFactorRequired, "second-factor-required", "A code is needed too", false, 401, Security + "AccessControlException", 58),
        new(ErrorCode.AccessDenied, "access-denied", "Not allowed", false, 403, Security + "AccessControlException", 29),
        new(ErrorCode.ExportDenied, "export-denied", "Data may not leave the project", false, 403, Security + "AccessControlException", 29),
        new(ErrorCode.NotFound, "not-found", "Not found", false, 404, "java.io.FileNotFoundException", 3),
        new(ErrorCode.AlreadyExists, "already-exists", "Already exists", false, 409, "org.apache.hadoop.fs.FileAlreadyExistsException", 36),
        new(ErrorCode.PreconditionFailed, "precondition-failed", "Precondition failed", false, 412, Io, 42),
        new(ErrorCode.PreconditionRequired, "precondition-required", "Precondition required", false, 428, Io, 42),
        new(ErrorCode.Conflict, "conflict", "Conflict", true, 409, Io, 42),
        new(ErrorCode.NotADirectory, "not-a-directory", "Not a directory", false, 409, "org.apache.hadoop.fs.ParentNotDirectoryException", 42),
        new(ErrorCode.IsADirectory, "is-a-directory", "Is a directory", false, 409, "java.io.FileNotFoundException", 42),
        new(ErrorCode.DirectoryNotEmpty, "directory-not-empty", "Directory is not empty", false, 409, "org.apache.hadoop.fs.PathIsNotEmptyDirectoryException", 42),
        new(ErrorCode.InvalidPath, "invalid-path", "Invalid path or name", false, 400, "org.apache.hadoop.fs.InvalidPathException", 17),
        new(ErrorCode.LeaseConflict, "lease-conflict", "File is being written by another client", true, 409, Hdfs + "AlreadyBeingCreatedException", 42),
        new(ErrorCode.LeaseExpired, "lease-expired", "The writer lost its lease", false, 409, "org.apache.hadoop.hdfs.server.namenode.LeaseExpiredException", 42),
        new(ErrorCode.OutOfRange, "out-of-range", "Beyond the end", false, 416, "java.io.EOFException", 1),
        new(ErrorCode.StorageQuotaExceeded, "storage-quota-exceeded", "Storage quota exceeded", false, 403, Hdfs + "DSQuotaExceededException", 44),
        new(ErrorCode.NamespaceQuotaExceeded, "namespace-quota-exceeded", "Quota of names exceeded", false, 403, Hdfs + "NSQuotaExceededException", 44),
        new(ErrorCode.LimitExceeded, "limit-exceeded", "Limit reached", false, 403, Io, 44),
        new(ErrorCode.TooLarge, "too-large", "Too large", false, 413, Io, 10),
        new(ErrorCode.Throttled, "throttled", "Too many requests", true, 429, "org.apache.hadoop.ipc.RetriableException", 89),
        new(ErrorCode.DiskFull, "disk-full", "The disk is full", true, 507, Io, 56),
        new(ErrorCode.CorruptData, "corrupt-data", "Stored data is damaged", false, 500, Io, 2),
        new(ErrorCode.Unavailable, "unavailable", "Temporarily unavailable", true, 503, "org.apache.hadoop.ipc.RetriableException", 8),
        new(ErrorCode.Timeout, "timeout", "Timed out", true, 504, "java.net.SocketTimeoutException", 7),
        new(ErrorCode.Unsupported, "unsupported", "Not supported", false, 501, "java.lang.UnsupportedOperationException", 35),
        new(ErrorCode.DataDirectoryUnusable, "data-directory-unusable", "The data directory cannot be used", false, 500, Io, 56),
        new(ErrorCode.Fenced, "fenced", "Replaced by a newer instance", false, 409, Io, 90),
        new(ErrorCode.InvalidSchema, "invalid-schema", "Invalid schema", false, 422, Io, 42),
        new(ErrorCode.IncompatibleSchema, "incompatible-schema", "Incompatible schema", false, 409, Io, 42),
        new(ErrorCode.UndecodableRecord, "undecodable-record", "Record does not decode", false, 422, Io, 87),
        new(ErrorCode.InvalidQuery, "invalid-query", "Invalid query", false, 422, Io, 42),
        new(ErrorCode.ResourcesExceeded, "resources-exceeded", "Used more than it may", false, 422, Io, 44),
        new(ErrorCode.QuotaExceeded, "quota-exceeded", "Compute quota used up", false, 403, Io, 44),
        new(ErrorCode.ProjectArchived, "project-archived", "The project is archived", false, 403, Security + "AccessControlException", 29),
        new(ErrorCode.SourceTruncated, "source-truncated", "The source was truncated", false, 409, Io, 1),
    ];

    private static readonly FrozenDictionary<ErrorCode, ErrorRow> ByCode = Rows.ToFrozenDictionary(row => row.Code);

    /// <summary>The row of a code. Total: every code has one.</summary>
    public static ErrorRow Row(ErrorCode code) => ByCode[code];
}
