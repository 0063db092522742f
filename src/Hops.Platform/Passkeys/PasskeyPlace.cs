using System.Net;
using Hops.Core.Errors;

namespace Hops.Platform.Passkeys;

/// <summary>
/// Where passkeys of this server are made and shown: browsers bind them to a domain. It comes from the settings alone, never from what a request says
/// the server is called, or a page elsewhere could have passkeys of its own name taken here.
/// </summary>
/// <param name="Domain">Relying party id: a domain name.</param>
/// <param name="Origins">Origins of the pages that may ask for them, at least one, as browsers write them: <c>https://hops.example.org</c>.</param>
internal sealed record PasskeyPlace(string Domain, IReadOnlyList<string> Origins)
{
    /// <summary>Origins in the settings.</summary>
    internal const int OriginsMax = 20;

    private const string Local = "localhost";

    /// <summary>The place that the settings name, else that of the address of the web interface.</summary>
    /// <param name="accounts">The settings.</param>
    /// <param name="webAddress">Address of the web interface.</param>
    /// <exception cref="PlatformException"><c>Unsupported</c>: there is no address at which a browser would show a passkey.</exception>
    internal static PasskeyPlace Of(AccountOptions accounts, Uri webAddress)
    {
        // On the machine itself browsers take no IP address, but this name for it; the port stays that of the listener.
        var address = IsThisMachine(webAddress.Host) ? new UriBuilder(webAddress) { Host = Local }.Uri : webAddress;
        var domain = accounts.PasskeyDomain ?? address.IdnHost;
        IReadOnlyList<string> origins = accounts.PasskeyOrigins.Count > 0 ? accounts.PasskeyOrigins : [address.GetLeftPart(UriPartial.Authority)];
        return IsDomain(domain) && origins.All(origin => IsOriginOf(domain, origin))
            ? new PasskeyPlace(domain, origins)
            : throw new PlatformException(
                ErrorCode.Unsupported,
                "Passkeys need an address with a name, and https but on the machine itself: an administrator sets Accounts:WebAddress, or Accounts:PasskeyDomain and PasskeyOrigins.");
    }

    /// <summary>Refuses a page at which no passkey of this place is shown, before a browser does in words of its own.</summary>
    /// <exception cref="PlatformException"><c>Unsupported</c>, with the address at which they are.</exception>
    internal void Demand(string origin)
    {
        if (!Origins.Contains(origin, StringComparer.Ordinal))
            throw new PlatformException(ErrorCode.Unsupported, $"Passkeys of this server are made and used at {Origins[0]}: open that address.");
    }

    /// <summary>True if a domain can be that of passkeys of the pages at an address; as a rule of the settings.</summary>
    internal static bool IsDomainOf(object? domain, object? webAddress) =>
        domain is not string name || (IsDomain(name) && (webAddress is not Uri address || IsWithin(name, address.IdnHost)));

    /// <summary>True if origins are below a domain; as a rule of the settings.</summary>
    internal static bool AreOriginsOf(object? origins, object? domain) =>
        origins is not IReadOnlyList<string> { Count: > 0 } list
        || (domain is string name && list.Count <= OriginsMax && list.All(origin => IsOriginOf(name, origin)));

    private static bool IsThisMachine(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private static bool IsDomain(string name) =>
        Uri.CheckHostName(name) == UriHostNameType.Dns && string.Equals(name, name.ToLowerInvariant(), StringComparison.Ordinal);

    /// <summary>True for an origin as a browser writes it, of the domain or below it, that a browser holds for safe.</summary>
    private static bool IsOriginOf(string domain, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var address)
        && string.Equals(address.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal)
        && address.UserInfo.Length == 0
        && IsWithin(domain, address.IdnHost)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IdnHost is Local));

    /// <summary>Below a name of one part browsers take nothing: it may be one under which everybody has a name.</summary>
    private static bool IsWithin(string domain, string host) =>
        string.Equals(host, domain, StringComparison.Ordinal) || (domain.Contains('.', StringComparison.Ordinal) && host.EndsWith("." + domain, StringComparison.Ordinal));
}
