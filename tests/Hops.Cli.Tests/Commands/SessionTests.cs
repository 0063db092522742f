using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

[Collection(WalkServerGroup.Name)]
public sealed class SessionTests(LiveServer server)
{
    [Fact]
    public async Task The_first_sign_in_is_by_the_one_time_password_which_then_is_worth_nothing()
    {
        server.FirstLogin.Errors.ShouldContain("one-time password");
        (await server.Admin.JsonAsync("whoami")).GetProperty("isAdministrator").GetBoolean().ShouldBeTrue();

        var again = await server.Somebody().TypeAsync($"{server.OneTimePassword}\n", "login", "admin", "--password-stdin");
        again.ExitCode.ShouldBe(ExitCode.Refused, again.Said);
    }

    [Fact]
    public async Task A_profile_is_readable_by_its_user_alone_and_holds_no_password()
    {
        var user = await server.UserAsync("ses_file");

        File.GetUnixFileMode(user.ProfilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var profile = await File.ReadAllTextAsync(user.ProfilePath);
        profile.ShouldContain("hps_");
        profile.ShouldNotContain(LiveServer.PasswordOf("ses_file"));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_the_server_too()
    {
        var user = await server.UserAsync("ses_out");
        var token = System.Text.Json.JsonElement.Parse(await File.ReadAllTextAsync(user.ProfilePath)).GetProperty("default").GetProperty("token").GetString()!;

        await user.DoAsync("logout");

        await user.RefusedAsync(ExitCode.Refused, "whoami");
        var kept = await user.WithAsync(new Dictionary<string, string> { ["HOPS_TOKEN"] = token }, "whoami");
        kept.ExitCode.ShouldBe(ExitCode.Refused, kept.Said);
    }

    [Fact]
    public async Task A_token_of_a_profile_is_not_sent_to_another_server()
    {
        var user = await server.UserAsync("ses_url");
        var other = new UriBuilder(server.Address) { Host = "localhost" }.Uri;

        await user.RefusedAsync(ExitCode.Refused, "whoami", "--url", other.ToString());
        await user.DoAsync("whoami");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_nothing_is_remembered()
    {
        var nobody = server.Somebody();
        var refused = await nobody.TypeAsync("not the password\n", "login", "nobody_here", "--password-stdin");

        refused.ExitCode.ShouldBe(ExitCode.Refused, refused.Said);
        File.Exists(nobody.ProfilePath).ShouldBeFalse();
        await nobody.RefusedAsync(ExitCode.Usage, "login", "nobody_here");
    }

    [Fact]
    public async Task Who_one_is_says_where_one_works_too()
    {
        var owner = await server.OwnerAsync("ses_who");

        var me = await owner.JsonAsync("whoami");
        (me.GetProperty("user").GetString(), me.GetProperty("project").GetString()).ShouldBe(("ses_who", "ses_who"));
        me.GetProperty("server").GetString().ShouldBe(server.Address.ToString().TrimEnd('/'));
        (await owner.JsonAsync("whoami", "--project", "other")).GetProperty("project").GetString().ShouldBe("other");
        var bound = (await owner.DoAsync("token", "create", "bound", "--project", "ses_who")).Trim();
        var robot = await owner.WithAsync(new Dictionary<string, string> { ["HOPS_TOKEN"] = bound, ["HOPS_PROJECT"] = "other" }, "whoami", "-o", "json");
        System.Text.Json.JsonElement.Parse(robot.Output).GetProperty("project").GetString().ShouldBe("ses_who", "a token that is made for a project works there alone");
    }

    [Fact]
    public async Task Whose_account_is_gone_is_told_to_sign_in_again_and_how()
    {
        var user = await server.UserAsync("ses_gone");
        var address = server.Address.ToString().TrimEnd('/');
        (await server.Somebody().RunAsync("project", "list")).Errors.ShouldBe($"hops: You are not signed in at {address}: say 'hops login USER'.\n");

        await server.Admin.DoAsync("user", "delete", "ses_gone", "--yes");

        var refused = await user.RunAsync("project", "list");
        refused.ExitCode.ShouldBe(ExitCode.Refused, refused.Said);
        refused.Errors.ShouldBe($"hops: Your session at {address} has ended, or your account was disabled or deleted: sign in again with 'hops login USER'.\n");
        var withToken = await user.WithAsync(new Dictionary<string, string> { ["HOPS_TOKEN"] = "hps_none" }, "project", "list");
        withToken.Errors.ShouldContain("The token in HOPS_TOKEN has ended, was revoked, or is one of another server");
    }

    [Fact]
    public async Task Where_one_is_signed_in_is_listed_and_ended_elsewhere()
    {
        var user = await server.UserAsync("ses_list");
        var elsewhere = server.Somebody();
        (await elsewhere.TypeAsync(LiveServer.PasswordOf("ses_list") + "\n", "login", "ses_list", "--password-stdin")).ExitCode.ShouldBe(ExitCode.Ok);

        var sessions = (await user.JsonAsync("session", "list")).EnumerateArray().ToList();

        sessions.Count.ShouldBe(2);
        sessions.ShouldAllBe(session => session.GetProperty("agent").GetString()!.StartsWith("hops/"));
        await user.RefusedAsync(ExitCode.Usage, "session", "end");
        await user.DoAsync("session", "end", "--others");
        await elsewhere.RefusedAsync(ExitCode.Refused, "whoami");
        var own = (await user.JsonAsync("session", "list")).EnumerateArray().Single().GetProperty("id").GetString()!;
        await user.DoAsync("session", "end", own);
        await user.RefusedAsync(ExitCode.Refused, "whoami");
    }

    [Fact]
    public async Task An_api_token_works_as_far_as_its_scopes_go()
    {
        var owner = await server.OwnerAsync("ses_tok");
        var token = (await owner.DoAsync("token", "create", "reader", "--scope", "read")).Trim();
        var environment = new Dictionary<string, string> { ["HOPS_TOKEN"] = token, ["HOPS_PROJECT"] = "ses_tok" };
        var robot = server.Somebody();

        (await robot.WithAsync(environment, "dataset", "list")).ExitCode.ShouldBe(ExitCode.Ok);
        (await robot.WithAsync(environment, "dataset", "create", "d")).ExitCode.ShouldBe(ExitCode.Refused);
        var id = (await owner.JsonAsync("token", "list")).EnumerateArray().Single(one => one.GetProperty("name").GetString() == "reader").GetProperty("id").GetString()!;
        await owner.DoAsync("token", "revoke", id);
        (await robot.WithAsync(environment, "dataset", "list")).ExitCode.ShouldBe(ExitCode.Refused);
    }
}
