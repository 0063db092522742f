namespace Hops.Core.Errors;

/// <summary>
/// Every refusal that Hops.NET can give, whatever the protocol. What each code means to HTTP, Hadoop and Kafka clients is
/// said once, in <see cref="ErrorTable"/>.
/// </summary>
public enum ErrorCode
{
    /// <summary>A fault of ours: a broken invariant or an unexpected environment.</summary>
    Internal,

    /// <summary>The request is malformed or breaks a rule of its field.</summary>
    InvalidArgument,

    /// <summary>No valid credential was presented.</summary>
    Unauthenticated,

    /// <summary>The password is right, and a code of the second factor is needed besides.</summary>
    SecondFactorRequired,

    /// <summary>The caller is known and may not do this.</summary>
    AccessDenied,

    /// <summary>The caller may read inside the platform but may not take data out of it.</summary>
    ExportDenied,

    /// <summary>The thing does not exist, or the caller may not know that it does.</summary>
    NotFound,

    /// <summary>A thing of that name exists already.</summary>
    AlreadyExists,

    /// <summary>A state other than the one that the caller assumed: the precondition failed.</summary>
    PreconditionFailed,

    /// <summary>The request carries no precondition where one is required.</summary>
    PreconditionRequired,

    /// <summary>The operation clashes with another one that is under way or with the present state.</summary>
    Conflict,

    /// <summary>The path has a file where a directory is needed.</summary>
    NotADirectory,

    /// <summary>The path names a directory where a file is needed.</summary>
    IsADirectory,

    /// <summary>The directory has children and the request was not recursive.</summary>
    DirectoryNotEmpty,

    /// <summary>A file path, name, user or group is not acceptable.</summary>
    InvalidPath,

    /// <summary>Another client holds the lease of the file that is being written.</summary>
    LeaseConflict,

    /// <summary>The lease of the writer is gone: it was recovered or fenced.</summary>
    LeaseExpired,

    /// <summary>A read begins after the end of the file.</summary>
    OutOfRange,

    /// <summary>The storage quota of the project is used up.</summary>
    StorageQuotaExceeded,

    /// <summary>The quota of names (files and directories) is used up.</summary>
    NamespaceQuotaExceeded,

    /// <summary>Another limit (topics, tokens, queries, ...) is reached.</summary>
    LimitExceeded,

    /// <summary>The request body, message, name or schema is larger than allowed.</summary>
    TooLarge,

    /// <summary>The caller sends more than it may; try again later.</summary>
    Throttled,

    /// <summary>The disk has no room for the write; reads go on.</summary>
    DiskFull,

    /// <summary>Stored bytes do not match their checksum; they are never served.</summary>
    CorruptData,

    /// <summary>The server is starting, stopping or not reachable.</summary>
    Unavailable,

    /// <summary>The operation did not finish in time; its outcome may be unknown.</summary>
    Timeout,

    /// <summary>The server does not offer this operation.</summary>
    Unsupported,

    /// <summary>The data directory was written by a newer version, or is in use.</summary>
    DataDirectoryUnusable,

    /// <summary>A newer instance of the same writer exists; this one must stop.</summary>
    Fenced,

    /// <summary>A schema is not valid Avro.</summary>
    InvalidSchema,

    /// <summary>A schema breaks the compatibility rule of its subject.</summary>
    IncompatibleSchema,

    /// <summary>A record does not decode under its schema.</summary>
    UndecodableRecord,

    /// <summary>An SQL text or a streaming query is refused before it starts.</summary>
    InvalidQuery,

    /// <summary>A statement or query used more memory, scratch space or time than it may, and was ended.</summary>
    ResourcesExceeded,

    /// <summary>The compute quota of the project is used up: nothing starts until there is more.</summary>
    QuotaExceeded,

    /// <summary>The project is archived: nothing is changed in it and no work is done, whoever asks.</summary>
    ProjectArchived,

    /// <summary>The source no longer holds offsets that the query has yet to read.</summary>
    SourceTruncated,
}
