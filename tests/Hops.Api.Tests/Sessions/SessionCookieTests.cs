using Hops.Api.Sessions;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Tests.Sessions;

public sealed class SessionCookieTests
{
    [Fact]
    public void Over_tls_it_is_bound_to_the_host_and_never_sent_without_tls()
    {
        var http = new DefaultHttpContext();
        http.Request.Scheme = "https";

        SessionCookie.Set(http, "hps_text");

        http.Response.Headers.SetCookie.ToString().ShouldBe("__Host-hops=hps_text; path=/; secure; samesite=strict; httponly");
    }

    [Fact]
    public void A_cookie_that_came_without_tls_is_none_over_tls()
    {
        var http = new DefaultHttpContext();
        http.Request.Scheme = "https";
        http.Request.Headers.Cookie = "hops=hps_text";

        SessionCookie.Mechanism.IsShown(http.Request).ShouldBeFalse();
    }
}
