using System.Net;
using System.Text;
using Hops.Api.Tests.Sessions;
using Hops.Platform;
using Hops.Platform.Identities;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hops.Api.Tests.Identities;

/// <summary>Issuers that are down, or are none: whoever wants to sign in by them is told so, and everybody else signs in.</summary>
public sealed class UnreachableIssuerTests : IAsyncLifetime
{
    private const int AnswerMaxBytes = 8 << 10;
    private readonly TaskCompletionSource _never = new();
    private WebApplication _hostile = null!;
    private ApiServer _server = null!;
    private string _document = "";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _hostile = builder.Build();
        _hostile.Run(AnswerAsync);
        await _hostile.StartAsync();
        var address = _hostile.Urls.Single();
        string[] kinds = ["text", "large", "slow", "elsewhere", "error", "document"];
        var issuers = kinds.ToDictionary(kind => kind, kind => Of(new Uri($"{address}/{kind}")), StringComparer.Ordinal);
        issuers["down"] = Of(new Uri("http://127.0.0.1:1"));
        _server = new ApiServer { Issuers = issuers };
        await _server.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        _never.SetResult();
        await _server.DisposeAsync();
        await _hostile.DisposeAsync();
    }

    [Fact]
    public async Task None_of_them_is_waited_for_or_followed_and_passwords_go_on()
    {
        (await _server.UserAsync("un_user")).Dispose();
        foreach (var issuer in new[] { "down", "text", "large", "slow", "elsewhere", "error" })
        {
            using var browser = new Browser(_server);
            var refused = await ServerWithIssuers.JsonAsync(await browser.AskAsync("POST", "/api/v1/issuer-sign-ins", new { issuer }), HttpStatusCode.ServiceUnavailable);
            refused.GetProperty("detail").GetString().ShouldBe($"{issuer} cannot be reached at this moment: try again later, or sign in another way.");
            await browser.SignInAsync("un_user");
        }
    }

    [Theory]
    [InlineData("https://id.example.org/", "https://id.example.org/a", "https://id.example.org/t", "{0}/keys")]
    [InlineData("{0}/document", "http://id.example.org/a", "https://id.example.org/t", "{0}/keys")]
    [InlineData("{0}/document", "https://id.example.org/a", "http://id.example.org/t", "{0}/keys")]
    [InlineData("{0}/document", "https://id.example.org/a", "https://id.example.org/t", "http://id.example.org/keys")]
    [InlineData("{0}/document", "https://id.example.org/a", "https://id.example.org/t", "file:///etc/passwd")]
    [InlineData("{0}/document", "https://id.example.org/a", "https://id.example.org/t", "")]
    public async Task A_description_that_speaks_for_another_or_leads_out_of_https_is_not_used(string issuer, string authorize, string token, string keys)
    {
        var address = _hostile.Urls.Single();
        string At(string text) => text.Replace("{0}", address, StringComparison.Ordinal);
        _document = $$"""{"issuer":"{{At(issuer)}}","authorization_endpoint":"{{At(authorize)}}","token_endpoint":"{{At(token)}}","jwks_uri":"{{At(keys)}}"}""";
        using var browser = new Browser(_server);
        using var refused = await browser.AskAsync("POST", "/api/v1/issuer-sign-ins", new { issuer = "document" });
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static IssuerOptions Of(Uri address) => new()
    {
        Authority = address,
        ClientId = "hops",
        Newcomers = RegistrationRule.Open,
        Timeout = TimeSpan.FromSeconds(1),
        AnswerMaxBytes = AnswerMaxBytes,
    };

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value!.Split('/')[1])
        {
            case "slow":
                await _never.Task;
                break;
            case "large":
                await context.Response.WriteAsync("{\"issuer\":\"" + new string('x', AnswerMaxBytes) + "\"}");
                break;
            case "elsewhere":
                context.Response.Redirect("/document/.well-known/openid-configuration");
                break;
            case "error":
                context.Response.StatusCode = 500;
                break;
            case "document":
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(_document));
                break;
            case "keys":
                await context.Response.WriteAsync("""{"keys":[]}""");
                break;
            default:
                await context.Response.WriteAsync("<html>not found</html>");
                break;
        }
    }
}
