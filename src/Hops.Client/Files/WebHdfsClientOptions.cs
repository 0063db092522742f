using System.Net.Http.Headers;

namespace Hops.Client.Files;

/// <summary>Where and as whom <see cref="WebHdfsClient"/> works.</summary>
public sealed record WebHdfsClientOptions
{
    /// <summary>
    /// Address of the server, such as <c>http://127.0.0.1:9870</c>. WebHDFS is looked for under <c>/webhdfs/v1</c> unless the address has
    /// a path of its own.
    /// </summary>
    public required Uri Address { get; init; }

    /// <summary>
    /// The <c>Authorization</c> header, asked for before each request, so that a renewed token is used at once. Null: none. It is sent to
    /// the host of <see cref="Address"/> only.
    /// </summary>
    public Func<AuthenticationHeaderValue?>? Authorization { get; init; }

    /// <summary>
    /// <c>user.name</c> for a Hadoop cluster without security. Null (default) for a server of ours, which does not trust it.
    /// </summary>
    public string? UserName { get; init; }

    /// <summary>Tries of an idempotent operation in all. Default 4: over about 3 seconds, a restart of the server.</summary>
    public int TriesMax { get; init; } = 4;

    /// <summary>Wait before the second try; doubled before each further one. Default 400 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Longest wait for the head of a reply. Default 1 minute.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Clock of the waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
