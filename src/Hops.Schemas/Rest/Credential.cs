using System.Text;

namespace Hops.Schemas.Rest;

/// <summary>What an <c>Authorization</c> header holds: a bearer token, or a name and a secret (RFC 7617, RFC 6750).</summary>
internal sealed class Credential
{
    private const int LengthMax = 8_192;

    public string? Token { get; private init; }

    public string? Name { get; private init; }

    public string? Secret { get; private init; }

    /// <summary>Null if there is none or it is malformed.</summary>
    public static Credential? Of(string header)
    {
        if (header.Length > LengthMax)
            return null;
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return new Credential { Token = header[7..].Trim() };
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var count))
            return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new Credential { Name = pair[..colon], Secret = pair[(colon + 1)..] };
    }
}
