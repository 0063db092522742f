using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Hadoop.WebHdfs.Requests;
using Hops.Net.Authentication;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Authentication;

/// <summary>
/// Who sent a request: <c>Authorization: Bearer</c>, <c>Authorization: Basic project__user:secret</c>, <c>delegation=</c> (a platform
/// token, bare or as a Hadoop token), the ticket of a redirect, or the certificate of the connection. <c>user.name</c> and <c>doas</c> prove
/// nothing and are ignored. A credential that is present and wrong refuses the request; no other one is tried.
/// </summary>
internal sealed class CallerAuthentication(IAuthentication authentication, IGate gate, TransferTickets tickets)
{
    private static readonly IReadOnlyList<HttpMechanism> OfRequest = [.. HttpMechanisms.OfHeader, DelegationParameter.Mechanism];

    /// <summary>The caller as it is now.</summary>
    /// <exception cref="PlatformException">Unauthenticated.</exception>
    public async ValueTask<Principal> AuthenticateAsync(HttpRequest request, RequestParameters parameters, OperationRow row, string path)
    {
        // Used up whatever else the request carries: a client that sends its credential to both steps would leave it open else.
        var ticket = parameters.Text("ticket");
        var holder = ticket is null ? null : tickets.Take(ticket, row.Name, path);
        var (isShown, presented) = await OfRequest.FindAsync(request, authentication);
        if (!isShown && ticket is not null)
            (isShown, presented) = (true, holder);
        if (!isShown)
            (isShown, presented) = await HttpMechanisms.All.FindAsync(request, authentication);
        if (!isShown)
            throw Unauthenticated("No credential: send Authorization: Bearer, Authorization: Basic or delegation=; user.name alone is not trusted.");

        return (presented is null ? null : gate.Current(presented))
            ?? throw Unauthenticated("The credential is not valid, has expired or was revoked.");
    }

    private static PlatformException Unauthenticated(string message) => new(ErrorCode.Unauthenticated, message);
}
