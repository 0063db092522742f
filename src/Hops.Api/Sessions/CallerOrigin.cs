using Hops.Platform.Sessions;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Sessions;

/// <summary>Where a request comes from.</summary>
internal static class CallerOrigin
{
    internal static SignInOrigin Of(HttpContext http) => new(http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString());
}
