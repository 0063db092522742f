using System.Net;
using System.Net.Sockets;

namespace Hops.Platform.Users;

/// <summary>Where a try to sign in comes from, as the throttle counts it.</summary>
public static class SignInSource
{
    private const int NetworkLengthBytes = 8;

    /// <summary>
    /// An IPv4 address as it is; of an IPv6 address the first 64 bits, for a single customer has as many below them as it likes (RFC 6177).
    /// </summary>
    /// <param name="address">Address of the peer; null if it has none (a local socket).</param>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address)
            ? Convert.ToHexString(address.GetAddressBytes(), 0, NetworkLengthBytes)
            : address.ToString();
    }
}
