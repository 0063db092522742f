using System.ComponentModel.DataAnnotations;
using Hops.Platform.Compute;
using Hops.Platform.Retention;
using Hops.Platform.Tours;

namespace Hops.Platform;

/// <summary>Limits and times of the platform. Every one may be lowered or raised by the operator.</summary>
public sealed record PlatformOptions
{
    /// <summary>Projects that one user may have made and not deleted. Default 10, as the original's installer.</summary>
    [Range(0, 100_000)]
    public int ProjectsPerUserMax { get; init; } = 10;

    /// <summary>Members of one project. Default 100.</summary>
    [Range(1, 100_000)]
    public int MembersMax { get; init; } = 100;

    /// <summary>Datasets of one project. Default 100.</summary>
    [Range(0, 100_000)]
    public int DatasetsMax { get; init; } = 100;

    /// <summary>Streaming queries of one project. Default 50.</summary>
    [Range(0, 100_000)]
    public int QueriesMax { get; init; } = 50;

    /// <summary>Projects to which one dataset or topic may be offered or lent at a time. Default 50.</summary>
    [Range(0, 10_000)]
    public int SharesPerThingMax { get; init; } = 50;

    /// <summary>Offers of one project that are kept, those that have ended included as long as there is room. Default 200.</summary>
    [Range(1, 9_999)]
    public int SharesPerProjectMax { get; init; } = 200;

    /// <summary>What one project may be offered and borrow at a time. Default 200.</summary>
    [Range(1, 9_999)]
    public int BorrowingsPerProjectMax { get; init; } = 200;

    /// <summary>Rows of the result of an SQL statement that a Data Scientist sees. Default 1,000.</summary>
    [Range(0, 10_000)]
    public int PreviewRowsMax { get; init; } = 1_000;

    /// <summary>Bytes of the result of an SQL statement, as JSON, that a Data Scientist sees. Default 1 MB.</summary>
    [Range(1_000, 10_000_000)]
    public int PreviewMaxBytes { get; init; } = 1_000_000;

    /// <summary>Rows of results that all Data Scientists of a project see on one day, UTC. Default 20,000.</summary>
    [Range(0, 1_000_000_000)]
    public int PreviewRowsPerDayMax { get; init; } = 20_000;

    /// <summary>API tokens of one user at a time. Default 50.</summary>
    [Range(1, 5_000)]
    public int TokensPerUserMax { get; init; } = 50;

    /// <summary>Sessions of one user at a time; signing in when there are as many ends the oldest. Default 50.</summary>
    [Range(1, 5_000)]
    public int SessionsPerUserMax { get; init; } = 50;

    /// <summary>Users of the platform. Default 10,000: all of them are held in memory.</summary>
    [Range(1, 1_000_000)]
    public int UsersMax { get; init; } = 10_000;

    /// <summary>Storage quota of a new project in bytes. Default 200 GB, as the original.</summary>
    [Range(0L, 1L << 50)]
    public long ProjectQuotaBytes { get; init; } = 200L * 1000 * 1000 * 1000;

    /// <summary>Longest life of a session. Default 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A session that is not used for so long has ended. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionIdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Life of an API token that names none. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Longest life of an API token. Default 365 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan TokenLifetimeMax { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Names of deleted projects stay reserved for so long. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan NameReservation { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Equal refusals and exports within so long are one entry of the audit trail, besides the first. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan JournalWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How compute is measured, priced and limited: a section of settings of its own.</summary>
    public ComputeOptions Compute { get; init; } = new();

    /// <summary>For how long owners may have files kept: a section of settings of its own.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>What the projects of tours are given: a section of settings of its own.</summary>
    public ToursOptions Tours { get; init; } = new();

    /// <summary>Rounds of PBKDF2-HMAC-SHA512 for passwords. Default 210,000 (reference 08 section 3.3), about 80 ms.</summary>
    [Range(1_000, 10_000_000)]
    public int PasswordIterations { get; init; } = 210_000;

    /// <summary>Passwords hashed at one time; more wait. Default 2, so that signing in never takes all processors.</summary>
    [Range(1, 1_000)]
    public int PasswordHashesAtOnce { get; init; } = 2;

    /// <summary>Sign-ins of one source that may wait for a hash before more are refused as <c>Throttled</c>. Default 20.</summary>
    [Range(1, 100_000)]
    public int PasswordQueueMax { get; init; } = 20;
}
