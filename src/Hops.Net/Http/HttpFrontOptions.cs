using System.ComponentModel.DataAnnotations;

namespace Hops.Net.Http;

/// <summary>Settings of everything that is served over HTTP.</summary>
public sealed record HttpFrontOptions
{
    /// <summary>
    /// Names by which clients reach this server, besides IP addresses, <c>localhost</c>, the name of the machine and advertised names:
    /// <c>hops.example.org</c>, <c>*.example.org</c> for every name below, <c>*</c> for any name at all. Default none.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Connections without a request under way, 16 to 100,000; when another comes, the one that has waited longest is closed. Default 1,000.</summary>
    [Range(16, 100_000)]
    public int WaitingConnectionsMax { get; init; } = 1_000;

    /// <summary>How long the headers of a request may take from their first byte, 1 second to 10 minutes. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection is kept without a request, 1 second to 1 hour. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
