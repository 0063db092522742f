using System.ComponentModel.DataAnnotations;

namespace Hops.Hadoop.WebHdfs;

/// <summary>Limits and addresses of the WebHDFS server.</summary>
public sealed record WebHdfsOptions
{
    /// <summary>
    /// Scheme, host and port that clients use, such as <c>https://files.example.org</c>. Null (default) takes them from the request;
    /// set it behind a proxy that rewrites the host.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>How long the redirect of CREATE and APPEND may be followed. Default 2 minutes: a client follows at once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TicketLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Redirects that are open at a time, over all callers. Default 16,384: about 4 MB of memory.</summary>
    [Range(1, 10_000_000)]
    public int TicketsMax { get; set; } = 16_384;

    /// <summary>Redirects that one caller may have open at a time. Default 1,024, so that one caller cannot use up all.</summary>
    [Range(1, 1_000_000)]
    public int TicketsPerCallerMax { get; set; } = 1_024;

    /// <summary>Largest upload in one request, in bytes. Default unlimited: the storage quota of the project decides.</summary>
    [Range(0L, 1L << 50)]
    public long? UploadBytesMax { get; set; }

    /// <summary>Largest JSON body of COMMITFILES, in bytes. Default 4 MiB: some ten thousand renames.</summary>
    [Range(1 << 10, 1 << 28)]
    public int CommitBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Entries of one page of LISTSTATUS_BATCH. Default 1,000, as HDFS's <c>dfs.ls.limit</c>.</summary>
    [Range(1, 100_000)]
    public int ListPageEntries { get; set; } = 1_000;
}
