using Hops.Core.Errors;

namespace Hops.Cli;

/// <summary>Exit codes of <c>hops</c>, the same for every command (<c>hops help exit-codes</c>).</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Refused = 4;
    public const int Conflict = 5;
    public const int Limit = 6;
    public const int Server = 7;
    public const int StillPending = 8;
    public const int Interrupted = 130;

    /// <summary>Each code with its meaning, in order.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Ok, "done"),
        (Failed, "failed"),
        (Usage, "the command line is wrong, or a value in it"),
        (NotFound, "not found"),
        (Refused, "not signed in, or not allowed"),
        (Conflict, "exists already, or changed meanwhile"),
        (Limit, "a quota or limit is reached"),
        (Server, "the server failed or cannot be reached"),
        (StillPending, "waited in vain: still pending"),
        (Interrupted, "interrupted"),
    ];

    /// <summary>The exit code of a refusal.</summary>
    public static int Of(ErrorCode code) => code switch
    {
        ErrorCode.InvalidArgument or ErrorCode.InvalidPath => Usage,
        ErrorCode.NotFound => NotFound,
        ErrorCode.Unauthenticated or ErrorCode.SecondFactorRequired or ErrorCode.AccessDenied or ErrorCode.ExportDenied
            or ErrorCode.ProjectArchived => Refused,
        ErrorCode.AlreadyExists or ErrorCode.Conflict or ErrorCode.PreconditionFailed or ErrorCode.PreconditionRequired
            or ErrorCode.DirectoryNotEmpty or ErrorCode.LeaseConflict or ErrorCode.IncompatibleSchema or ErrorCode.Fenced => Conflict,
        ErrorCode.StorageQuotaExceeded or ErrorCode.NamespaceQuotaExceeded or ErrorCode.LimitExceeded or ErrorCode.TooLarge
            or ErrorCode.Throttled or ErrorCode.DiskFull => Limit,
        ErrorCode.Unavailable or ErrorCode.Internal => Server,
        ErrorCode.Timeout => StillPending,
        _ => Failed,
    };
}
