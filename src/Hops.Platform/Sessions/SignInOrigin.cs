using System.Net;
using System.Text;
using Hops.Platform.Users;

namespace Hops.Platform.Sessions;

/// <summary>Where a sign-in comes from: what its user is shown of the session later, and what the throttle counts.</summary>
/// <param name="Address">Address of the peer; null if it has none (a local socket).</param>
/// <param name="Agent">What the program says it is, as it says it.</param>
public sealed record SignInOrigin(IPAddress? Address, string Agent = "")
{
    /// <summary>Most characters that are kept of <see cref="Agent"/>: browsers send about 120.</summary>
    public const int AgentLengthMax = 200;

    /// <summary>As the throttle counts it.</summary>
    internal string Source => SignInSource.Of(Address);

    /// <summary>The whole address, for the user alone to whom the session belongs; empty for a local socket.</summary>
    internal string AddressText => (Address is { IsIPv4MappedToIPv6: true } ? Address.MapToIPv4() : Address)?.ToString() ?? "";

    /// <summary>
    /// The program without what does not show or changes how text is shown: anybody can send anything. Signs outside of ASCII are no part of
    /// the header (RFC 9110 section 10.1.5).
    /// </summary>
    internal string AgentText
    {
        get
        {
            var text = new StringBuilder();
            foreach (var sign in Agent)
            {
                if (text.Length == AgentLengthMax)
                    break;
                if (sign is >= ' ' and <= '~')
                    text.Append(sign);
            }

            return text.ToString().Trim();
        }
    }
}
