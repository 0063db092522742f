namespace Hops.Net.Http;

/// <summary>Settings of everything that is served over HTTP.</summary>
public sealed record HttpFrontOptions
{
    /// <summary>
    /// Names by which clients reach this server, besides IP addresses, <c>localhost</c>, the name of the machine and advertised names:
    /// <c>hops.example.org</c>, <c>*.example.org</c> for every name below, <c>*</c> for any name at all. Default none.
    /// </summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];
}
