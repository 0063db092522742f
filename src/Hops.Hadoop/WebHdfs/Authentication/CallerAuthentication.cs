using System.Text;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Hadoop.WebHdfs.Requests;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Authentication;

/// <summary>
/// Who sent a request: <c>Authorization: Bearer</c>, <c>Authorization: Basic project__user:secret</c>, <c>delegation=</c> (a platform
/// token, bare or as a Hadoop token) or the ticket of a redirect. <c>user.name</c> and <c>doas</c> prove nothing and are ignored.
/// A credential that is present and wrong refuses the request; no other one is tried.
/// </summary>
internal sealed class CallerAuthentication(IGate gate, TransferTickets tickets)
{
    private const int HeaderLengthMax = 8_192;

    /// <summary>The caller as it is now.</summary>
    /// <exception cref="PlatformException">Unauthenticated.</exception>
    public async ValueTask<Principal> AuthenticateAsync(
        HttpRequest request, RequestParameters parameters, OperationRow row, string path, CancellationToken cancellationToken)
    {
        var header = request.Headers.Authorization;
        // Used up whatever else the request carries: a client that sends its credential to both steps would leave it open else.
        var ticket = parameters.Text("ticket");
        var holder = ticket is null ? null : tickets.Take(ticket, row.Name, path);
        Principal? presented;
        if (header.Count > 0)
            presented = header is [{ Length: <= HeaderLengthMax } only] ? await FromHeaderAsync(only, cancellationToken) : null;
        else if (parameters.Text("delegation") is { } delegation)
            presented = await gate.AuthenticateTokenAsync(DelegationToken.Secret(delegation), cancellationToken);
        else if (ticket is not null)
            presented = holder;
        else
            throw Unauthenticated("No credential: send Authorization: Bearer, Authorization: Basic or delegation=; user.name alone is not trusted.");

        return (presented is null ? null : gate.Current(presented))
            ?? throw Unauthenticated("The credential is not valid, has expired or was revoked.");
    }

    private async ValueTask<Principal?> FromHeaderAsync(string header, CancellationToken cancellationToken)
    {
        var blank = header.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
            return null;

        var scheme = header.AsSpan(0, blank);
        var value = header[(blank + 1)..].Trim();
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && value.Length > 0)
            return await gate.AuthenticateTokenAsync(value, cancellationToken);

        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && NameAndSecret(value) is { } pair
            ? await gate.AuthenticateAsync(pair.Name, pair.Secret, cancellationToken)
            : null;
    }

    // RFC 7617: base64 of name ":" secret, where the name has no colon.
    private static (string Name, string Secret)? NameAndSecret(string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
            return null;

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 1 || colon == text.Length - 1 ? null : (text[..colon], text[(colon + 1)..]);
    }

    private static PlatformException Unauthenticated(string message) => new(ErrorCode.Unauthenticated, message);
}
