using System.Diagnostics;
using Hops.Api.Tests.Sessions;
using MimeKit;

namespace Hops.Api.Tests.Registrations;

/// <summary>Accounts over the wire, by somebody who is not signed in.</summary>
public sealed class AccountRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Somebody_registers_is_approved_and_recovers_the_password()
    {
        using var nobody = server.As(null);
        (await nobody.SendAsync(HttpMethod.Get, "registrations/rule")).Text.ShouldBe("""{"registration":"APPROVAL"}""");
        (await nobody.SendAsync(HttpMethod.Post, "registrations", new { email = "acc@example.org" })).Status.ShouldBe(202);
        var token = await LinkAsync(server, "acc@example.org", 1);
        var made = await nobody.SendAsync(HttpMethod.Post, "registrations/confirmation", new { token, name = "acc_user", password = ApiServer.PasswordOf("acc_user") });
        (made.Status, made.Body.GetProperty("isPending").GetBoolean()).ShouldBe((201, true));
        var early = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "acc_user", password = ApiServer.PasswordOf("acc_user") });
        early.Status.ShouldBe(403);

        using var administrator = server.As(server.AdministratorToken);
        (await administrator.SendAsync(HttpMethod.Get, "users?pending=true")).Body.GetProperty("items").EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("acc_user");
        (await administrator.SendAsync(HttpMethod.Post, "users/acc_user/approval")).Status.ShouldBe(200);
        using var browser = new Browser(server);
        await browser.SignInAsync("acc_user");
        (await nobody.SendAsync(HttpMethod.Post, "recoveries", new { email = "acc@example.org" })).Status.ShouldBe(202);
        var link = await LinkAsync(server, "acc@example.org", 3);
        (await nobody.SendAsync(HttpMethod.Post, "recoveries/completion", new { token = link, password = "another long secret" })).Status.ShouldBe(204);

        using var ended = await browser.AskAsync("GET", "/api/v1/me");
        ((int)ended.StatusCode).ShouldBe(401);
        (await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "acc_user", password = "another long secret" })).Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("recoveries")]
    [InlineData("registrations")]
    public async Task An_address_that_has_an_account_and_one_that_has_none_are_answered_alike(string route)
    {
        using var user = await server.UserAsync("alike_" + route);
        using var nobody = server.As(null);
        var known = $"{route}@example.org";
        (await user.SendAsync(HttpMethod.Put, "me/email", new { email = known, password = ApiServer.PasswordOf("alike_" + route) })).Status.ShouldBe(202);
        var token = await LinkAsync(server, known, 1);
        (await nobody.SendAsync(HttpMethod.Post, "email-confirmations", new { token })).Status.ShouldBe(204);

        var one = await nobody.SendAsync(HttpMethod.Post, route, new { email = known });
        var other = await nobody.SendAsync(HttpMethod.Post, route, new { email = $"nobody.{route}@example.org" });

        (one.Status, one.Text, Headers(one)).ShouldBe((other.Status, other.Text, Headers(other)));
        one.Status.ShouldBe(202);
    }

    private static string Headers(ApiAnswer answer) =>
        string.Join('\n', answer.Response.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));

    /// <summary>What stands behind the # of the link in the last mail of so many to an address.</summary>
    internal static async Task<string> LinkAsync(ApiServer server, string address, int count)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(60))
        {
            var mails = Directory.Exists(server.OutboxDirectory)
                ? Directory.GetFiles(server.OutboxDirectory, "*.eml").Order(StringComparer.Ordinal).Select(path => MimeMessage.Load(path)).Where(mail => mail.To.ToString() == address).ToList()
                : [];
            if (mails.Count >= count)
                return mails[^1].TextBody!.Split('#')[1].Split('\n')[0].Trim();
            await Task.Delay(20);
        }

        throw new TimeoutException($"{address} has no {count} mails");
    }
}
