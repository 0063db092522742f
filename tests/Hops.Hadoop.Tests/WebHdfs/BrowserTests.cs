using System.Net.Http.Headers;
using System.Text;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>What a page of another site cannot make a browser do that keeps a credential.</summary>
public sealed class BrowserTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const string Data = "/Projects/alpha/data";

    [Theory]
    [InlineData("PUT", "op=MKDIRS")]
    [InlineData("PUT", "op=RENAME&destination=/Projects/alpha/data/b")]
    [InlineData("POST", "op=APPEND")]
    [InlineData("POST", "op=COMMITFILES")]
    [InlineData("DELETE", "op=DELETE&recursive=true")]
    [InlineData("GET", "op=GETDELEGATIONTOKEN")]
    [InlineData("GET", "op=getdelegationtoken")]
    public async Task It_changes_nothing(string method, string query)
    {
        using var reply = await SendAsync(method, query, request => request.Headers.Add("Sec-Fetch-Site", "cross-site"));

        ((int)reply.StatusCode).ShouldBe(403);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("\"javaClassName\":\"org.apache.hadoop.security.AccessControlException\"");
    }

    [Fact]
    public async Task Its_form_appends_nothing()
    {
        using var reply = await SendAsync(
            "POST", "op=APPEND&data=true", request => request.Content = new StringContent("a=1", Encoding.UTF8, "application/x-www-form-urlencoded"));

        ((int)reply.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task A_browser_is_not_asked_for_a_password_that_it_would_keep()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Url(Data, "op=LISTSTATUS"));
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0");

        using var reply = await http.SendAsync(request);

        ((int)reply.StatusCode).ShouldBe(401);
        reply.Headers.WwwAuthenticate.Select(offer => offer.Scheme).ShouldBe(["Bearer"]);
    }

    [Fact]
    public async Task A_name_that_resolves_to_us_is_not_ours()
    {
        using var reply = await SendAsync("GET", "op=LISTSTATUS", request => request.Headers.Host = "evil.example");

        ((int)reply.StatusCode).ShouldBe(400);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("RemoteException");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string query, Action<HttpRequestMessage> change)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), host.Url(Data + "/csrf", query));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TestGate.Owner}:secret-{TestGate.Owner}")));
        change(request);
        return await http.SendAsync(request);
    }
}
