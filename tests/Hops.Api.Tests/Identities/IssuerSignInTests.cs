using System.Net;
using System.Text.Json;
using Hops.Api.Tests.Sessions;

namespace Hops.Api.Tests.Identities;

/// <summary>Signing in by a foreign issuer, as a browser does.</summary>
public sealed class IssuerSignInTests(ServerWithIssuers lab) : IClassFixture<ServerWithIssuers>
{
    [Fact]
    public async Task Who_has_linked_an_identity_signs_in_by_it_and_goes_on_where_it_wanted_to()
    {
        using var browser = await SignedInAsync("iss_ada");
        var person = new ProviderPerson("sub-ada", "ada.there");
        var linked = await lab.LinkAsync(browser, "iss_ada", person);
        using var elsewhere = new Browser(lab.Server);

        var entered = await EnteredAsync(await ServerWithIssuers.SignInAsync(elsewhere, lab.Closed, "sso", person, "/p/lab?tab=a"));

        (linked.GetProperty("issuer").GetString(), linked.GetProperty("displayName").GetString(), linked.GetProperty("label").GetString())
            .ShouldBe(("sso", "The Institute", "ada.there"));
        (Text(entered, "user"), Text(entered, "next")).ShouldBe(("iss_ada", "/p/lab?tab=a"));
        var session = (await ItemsAsync(elsewhere, "/api/v1/me/sessions")).Single(one => one.GetProperty("isCurrent").GetBoolean());
        Text(session, "signedInBy").ShouldBe("openid sso");
        (await ItemsAsync(browser, "/api/v1/me/identities")).Single().GetProperty("lastUsed").ValueKind.ShouldBe(JsonValueKind.String);
        var trail = await TrailAsync();
        trail.ShouldContain(entry => Text(entry, "action") == "identity.link" && Text(entry, "actor") == "iss_ada");
        trail.ShouldContain(entry => Text(entry, "action") == "session.create" && Text(entry, "detail") == "openid sso");
        elsewhere.Cookies.GetCookies(elsewhere.Address)["hops-sign-in"].ShouldBeNull();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_server_afterwards(string next)
    {
        using var browser = new Browser(lab.Server);
        var entered = await EnteredAsync(await ServerWithIssuers.SignInAsync(browser, lab.Open, "campus", new ProviderPerson("sub-next", "iss_next"), next));
        Text(entered, "next").ShouldBe("/");
    }

    [Fact]
    public async Task A_stranger_is_refused_where_newcomers_are_not_let_in_whatever_it_is_called()
    {
        using var user = await SignedInAsync("iss_known");
        using var stranger = new Browser(lab.Server);

        using var refused = await ServerWithIssuers.SignInAsync(stranger, lab.Closed, "sso", new ProviderPerson("sub-stranger", "iss_known", "iss_known@example.org"));

        (refused.StatusCode, stranger.Session).ShouldBe((HttpStatusCode.Forbidden, null));
        (await ItemsAsync(user, "/api/v1/me/identities")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_or_a_name_that_a_user_has_links_nobody_with_it()
    {
        using var user = await lab.Server.UserAsync("iss_owner");
        await user.SendAsync(HttpMethod.Put, "me/email", new { email = "iss_owner@example.org", password = ApiServer.PasswordOf("iss_owner") });
        var token = await Registrations.AccountRoutesTests.LinkAsync(lab.Server, "iss_owner@example.org", 1);
        (await user.SendAsync(HttpMethod.Post, "email-confirmations", new { token })).Status.ShouldBe(204);
        using var browser = new Browser(lab.Server);

        var entered = await EnteredAsync(await ServerWithIssuers.SignInAsync(browser, lab.Open, "campus", new ProviderPerson("sub-impostor", "iss_owner", "iss_owner@example.org")));

        Text(entered, "user").ShouldBe("iss_owner_2");
        var me = await ServerWithIssuers.JsonAsync(await browser.AskAsync("GET", "/api/v1/me"), HttpStatusCode.OK);
        (me.GetProperty("email").ValueKind, me.GetProperty("hasPassword").GetBoolean(), me.GetProperty("isAdministrator").GetBoolean())
            .ShouldBe((JsonValueKind.Null, false, false));
        (await user.SendAsync(HttpMethod.Get, "me/identities")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_newcomer_waits_for_an_administrator_where_the_rule_says_so()
    {
        var person = new ProviderPerson("sub-new", "Niels.Bohr@example.org");
        using var browser = new Browser(lab.Server);
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);

        var waiting = await EnteredAsync(await ServerWithIssuers.SignInAsync(browser, lab.Approval, "partner", person));
        using var early = await ServerWithIssuers.SignInAsync(browser, lab.Approval, "partner", person);
        (await administrator.SendAsync(HttpMethod.Post, "users/niels_bohr/approval")).Status.ShouldBe(200);
        var entered = await EnteredAsync(await ServerWithIssuers.SignInAsync(browser, lab.Approval, "partner", person));

        (Text(waiting, "user"), waiting.GetProperty("isPending").GetBoolean()).ShouldBe(("niels_bohr", true));
        early.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (Text(entered, "user"), entered.GetProperty("isPending").GetBoolean()).ShouldBe(("niels_bohr", false));
        browser.Session.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_newcomer_who_was_rejected_leaves_nothing_and_may_ask_again()
    {
        var person = new ProviderPerson("sub-rejected", "iss_rejected");
        using var browser = new Browser(lab.Server);
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);
        (await EnteredAsync(await ServerWithIssuers.SignInAsync(browser, lab.Approval, "partner", person))).GetProperty("isPending").GetBoolean().ShouldBeTrue();

        (await administrator.SendAsync(HttpMethod.Post, "users/iss_rejected/rejection")).Status.ShouldBe(204);

        (await EnteredAsync(await ServerWithIssuers.SignInAsync(browser, lab.Approval, "partner", person))).GetProperty("isPending").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_only_way_in_cannot_be_unlinked_until_there_is_another()
    {
        var person = new ProviderPerson("sub-only", "iss_only");
        using var browser = new Browser(lab.Server);
        await EnteredAsync(await ServerWithIssuers.SignInAsync(browser, lab.Open, "campus", person));
        var id = Text((await ItemsAsync(browser, "/api/v1/me/identities")).Single(), "id");

        using var refused = await browser.AskAsync("POST", $"/api/v1/me/identities/{id}/removal", new { });
        using var chosen = await browser.AskAsync("PUT", "/api/v1/me/password", new { passwordNow = "", passwordNext = ApiServer.PasswordOf("iss_only") });
        using var wrong = await browser.AskAsync("POST", $"/api/v1/me/identities/{id}/removal", new { });
        using var unlinked = await browser.AskAsync("POST", $"/api/v1/me/identities/{id}/removal", new { password = ApiServer.PasswordOf("iss_only") });

        (refused.StatusCode, chosen.StatusCode, wrong.StatusCode, unlinked.StatusCode)
            .ShouldBe((HttpStatusCode.Conflict, HttpStatusCode.NoContent, HttpStatusCode.Forbidden, HttpStatusCode.NoContent));
        using var again = new Browser(lab.Server);
        Text(await EnteredAsync(await ServerWithIssuers.SignInAsync(again, lab.Open, "campus", person)), "user").ShouldBe("iss_only_2");
        await again.SignInAsync("iss_only");
    }

    [Fact]
    public async Task Unlinking_ends_the_sessions_that_the_identity_has_opened_and_closes_the_way()
    {
        using var browser = await SignedInAsync("iss_unlink");
        var person = new ProviderPerson("sub-unlink", "unlink");
        var id = Text(await lab.LinkAsync(browser, "iss_unlink", person), "id");
        using var elsewhere = new Browser(lab.Server);
        await EnteredAsync(await ServerWithIssuers.SignInAsync(elsewhere, lab.Closed, "sso", person));

        using var unlinked = await browser.AskAsync("POST", $"/api/v1/me/identities/{id}/removal", new { password = ApiServer.PasswordOf("iss_unlink") });

        unlinked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var me = await elsewhere.AskAsync("GET", "/api/v1/me");
        using var refused = await ServerWithIssuers.SignInAsync(elsewhere, lab.Closed, "sso", person);
        (me.StatusCode, refused.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden));
        (await ItemsAsync(browser, "/api/v1/me/sessions")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_identity_of_somebody_else_is_answered_as_one_that_does_not_exist()
    {
        using var owner = await SignedInAsync("iss_mine");
        using var stranger = await SignedInAsync("iss_stranger");
        var id = Text(await lab.LinkAsync(owner, "iss_mine", new ProviderPerson("sub-mine", "mine")), "id");
        foreach (var asked in new[] { id, "no_such_thing" })
        {
            using var removal = await stranger.AskAsync("POST", $"/api/v1/me/identities/{asked}/removal", new { password = ApiServer.PasswordOf("iss_stranger") });
            removal.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            using var ofUser = await stranger.AskAsync("DELETE", $"/api/v1/users/iss_mine/identities/{asked}", null);
            ofUser.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        (await ItemsAsync(owner, "/api/v1/me/identities")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_identity_of_one_account_is_not_linked_with_another()
    {
        using var first = await SignedInAsync("iss_first");
        using var second = await SignedInAsync("iss_second");
        var person = new ProviderPerson("sub-shared", "shared");
        await lab.LinkAsync(first, "iss_first", person);

        await lab.LinkAsync(second, "iss_second", person, HttpStatusCode.Conflict);

        (await ItemsAsync(second, "/api/v1/me/identities")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_with_a_device_is_asked_for_a_code_unless_the_issuer_has_seen_two_factors()
    {
        using var user = await lab.Server.UserAsync("iss_device");
        using var browser = new Browser(lab.Server);
        await browser.SignInAsync("iss_device");
        await lab.LinkAsync(browser, "iss_device", new ProviderPerson("sub-device", "device"));
        var codes = await EnrolAsync(user, "iss_device");
        using var weak = new Browser(lab.Server);
        using var strong = new Browser(lab.Server);

        var arrival = await ServerWithIssuers.EnterAsync(weak, lab.Closed, "sso", new ProviderPerson("sub-device", "device", "", "pwd"));
        var asked = await ServerWithIssuers.JsonAsync(await weak.AskAsync("POST", "/api/v1/issuer-sign-ins/completion", arrival.Answer("sso")), HttpStatusCode.Unauthorized);
        using var wrong = await weak.AskAsync("POST", "/api/v1/issuer-sign-ins/code", new { state = arrival.State, code = "000000" });
        using var stolen = await strong.AskAsync("POST", "/api/v1/issuer-sign-ins/code", new { state = arrival.State, code = codes[0] });
        var arrivalAgain = await ServerWithIssuers.EnterAsync(weak, lab.Closed, "sso", new ProviderPerson("sub-device", "device"));
        using var askedAgain = await weak.AskAsync("POST", "/api/v1/issuer-sign-ins/completion", arrivalAgain.Answer("sso"));
        await EnteredAsync(await weak.AskAsync("POST", "/api/v1/issuer-sign-ins/code", new { state = arrivalAgain.State, code = codes[1] }));
        await EnteredAsync(await ServerWithIssuers.SignInAsync(strong, lab.Closed, "sso", new ProviderPerson("sub-device", "device", "", "pwd", "mfa")));

        Text(asked, "type").ShouldEndWith("/second-factor-required");
        (wrong.StatusCode, stolen.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest));
        (weak.Session, strong.Session).ShouldSatisfyAllConditions(both => both.Item1.ShouldNotBeNull(), both => both.Item2.ShouldNotBeNull());
        var session = (await ItemsAsync(strong, "/api/v1/me/sessions")).Single(one => one.GetProperty("isCurrent").GetBoolean());
        Text(session, "signedInBy").ShouldBe("openid sso mfa");
    }

    [Fact]
    public async Task A_blocked_user_is_refused_though_the_issuer_vouches()
    {
        using var browser = await SignedInAsync("iss_blocked");
        var person = new ProviderPerson("sub-blocked", "blocked");
        await lab.LinkAsync(browser, "iss_blocked", person);
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);
        (await administrator.SendAsync(HttpMethod.Patch, "users/iss_blocked", new { isDisabled = true }, "*")).Status.ShouldBe(200);

        using var refused = await ServerWithIssuers.SignInAsync(browser, lab.Closed, "sso", person);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("blocked");
    }

    [Fact]
    public async Task An_administrator_sees_and_unlinks_and_what_is_known_of_a_person_has_its_identities()
    {
        using var browser = await SignedInAsync("iss_person");
        await lab.LinkAsync(browser, "iss_person", new ProviderPerson("sub-person", "person there"));
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);
        using var exported = await browser.AskAsync("GET", "/api/v1/me/data");

        var listed = (await administrator.SendAsync(HttpMethod.Get, "users/iss_person/identities")).Body.GetProperty("items")[0];
        var unlinked = await administrator.SendAsync(HttpMethod.Delete, $"users/iss_person/identities/{Text(listed, "id")}");

        var data = await exported.Content.ReadAsStringAsync();
        data.ShouldContain("outside_identities");
        data.ShouldContain("sub-person");
        (Text(listed, "subject"), Text(listed, "label"), unlinked.Status).ShouldBe(("sub-person", "person there", 204));
        (await ItemsAsync(browser, "/api/v1/me/identities")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_who_is_erased_takes_its_identities_along()
    {
        using var browser = await SignedInAsync("iss_erased");
        await lab.LinkAsync(browser, "iss_erased", new ProviderPerson("sub-erased", "erased"));
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);

        (await administrator.SendAsync(HttpMethod.Post, "users/iss_erased/erasure", ifMatch: "*")).Status.ShouldBe(200);

        using var refused = await ServerWithIssuers.SignInAsync(browser, lab.Closed, "sso", new ProviderPerson("sub-erased", "erased"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TrailAsync()).ShouldNotContain(entry => Text(entry, "detail").Contains("sub-erased", StringComparison.Ordinal));
    }

    private async Task<Browser> SignedInAsync(string name)
    {
        (await lab.Server.UserAsync(name)).Dispose();
        var browser = new Browser(lab.Server);
        await browser.SignInAsync(name);
        return browser;
    }

    private static Task<JsonElement> EnteredAsync(HttpResponseMessage reply) => ServerWithIssuers.JsonAsync(reply, HttpStatusCode.OK);

    private static async Task<List<JsonElement>> ItemsAsync(Browser browser, string route) =>
        [.. (await ServerWithIssuers.JsonAsync(await browser.AskAsync("GET", route), HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    private async Task<List<JsonElement>> TrailAsync()
    {
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);
        return [.. (await administrator.SendAsync(HttpMethod.Get, "audit?limit=1000")).Body.GetProperty("items").EnumerateArray()];
    }

    private static string Text(JsonElement item, string member) => item.GetProperty(member).GetString() ?? "";

    private static async Task<IReadOnlyList<string>> EnrolAsync(ApiClient user, string name)
    {
        var begun = await user.SendAsync(HttpMethod.Post, "me/second-factor", new { password = ApiServer.PasswordOf(name) });
        var code = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(begun.Body.GetProperty("secret").GetString()!)).ComputeTotp();
        var confirmed = await user.SendAsync(HttpMethod.Put, "me/second-factor", new { code });
        return [.. confirmed.Body.GetProperty("recoveryCodes").EnumerateArray().Select(one => one.GetString()!)];
    }
}
