using System.Text;
using Hops.Core.Identity;

namespace Hops.Net.Authentication;

/// <summary>Name and secret of a project-user (RFC 7617).</summary>
internal static class Basic
{
    private const string Scheme = "Basic";

    public static HttpMechanism Mechanism { get; } = new(
        Scheme,
        static request => HttpMechanisms.Parameter(request, Scheme) is not null,
        static (request, authentication) => NameAndSecret(HttpMechanisms.Parameter(request, Scheme)!) is { } pair
            ? authentication.AuthenticateAsync(pair.Name, pair.Secret, request.HttpContext.RequestAborted)
            : new((Principal?)null));

    /// <summary>Base64 of name ":" secret, where the name has no colon.</summary>
    private static (string Name, string Secret)? NameAndSecret(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var lengthBytes))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, lengthBytes);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 1 || colon == text.Length - 1 ? null : (text[..colon], text[(colon + 1)..]);
    }
}
