using System.Net;

namespace Hops.Net.Http;

/// <summary>
/// The names by which a server may be called. A page of somebody else whose own name is made to resolve to our address (DNS rebinding)
/// calls us by that name, and its browser takes us for its site; nobody can make a browser do that with an IP address.
/// </summary>
/// <param name="names">Names, <c>*.example.org</c> for all below one, <c>*</c> for any; in any case.</param>
public sealed class HostNames(IEnumerable<string> names)
{
    private const string Any = "*";
    private const string Below = "*.";

    private readonly HashSet<string> _names = names.Select(Plain).Where(name => name.Length > 0).Append("localhost").ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True if a request may call us this.</summary>
    /// <param name="host">Name or address without port, as in the Host header; an IPv6 address may be in brackets.</param>
    public bool Accepts(string host)
    {
        host = Plain(host);
        return _names.Contains(host) || _names.Contains(Any) || IPAddress.TryParse(host.Trim('[', ']'), out _) || IsBelow(host);
    }

    private bool IsBelow(string host)
    {
        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = host.IndexOf('.', dot + 1))
        {
            if (_names.Contains(Below + host[(dot + 1)..]))
                return true;
        }

        return false;
    }

    /// <summary>Without the dot that ends a name at the root of the DNS.</summary>
    private static string Plain(string name) => name.TrimEnd('.');
}
