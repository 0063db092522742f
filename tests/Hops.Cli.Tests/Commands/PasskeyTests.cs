using System.Buffers.Text;
using System.Text.Json;
using Hops.Cli.Tests.Support;
using Hops.Client.Rest;
using Hops.Platform.Tests.Passkeys;

namespace Hops.Cli.Tests.Commands;

[Collection(LiveServerGroup.Name)]
public sealed class PasskeyTests(LiveServer server)
{
    [Fact]
    public async Task A_passkey_is_listed_renamed_and_removed()
    {
        var user = await server.UserAsync("pk_user");
        (await user.JsonAsync("account", "passkey", "list")).GetArrayLength().ShouldBe(0);
        await AddAsync("pk_user");
        var id = (await user.JsonAsync("account", "passkey", "list"))[0].GetProperty("id").GetString()!;

        await user.DoAsync("account", "passkey", "rename", id, "old phone");

        (await user.JsonAsync("account", "passkey", "list"))[0].GetProperty("name").GetString().ShouldBe("old phone");
        await user.RefusedAsync(ExitCode.Usage, "account", "passkey", "remove", id);
        await user.DoAsync("account", "passkey", "remove", id, "--yes");
        (await user.JsonAsync("account", "passkey", "list")).GetArrayLength().ShouldBe(0);
        await user.RefusedAsync(ExitCode.NotFound, "account", "passkey", "remove", id, "--yes");
    }

    [Fact]
    public async Task An_administrator_removes_those_of_somebody_who_has_lost_a_device()
    {
        var user = await server.UserAsync("pk_lost");
        await AddAsync("pk_lost");

        await server.Admin.DoAsync("user", "reset-passkeys", "pk_lost", "--yes");

        await user.RefusedAsync(ExitCode.Refused, "whoami");
        await server.Admin.RefusedAsync(ExitCode.Conflict, "user", "reset-passkeys", "pk_lost", "--yes");
    }

    [Fact]
    public async Task The_settings_are_shown_with_what_is_permitted()
    {
        var settings = await server.Somebody().DoAsync("config", "show");
        foreach (var name in new[] { "Accounts:PasskeyDomain", "Accounts:PasskeyOrigins", "Accounts:PasskeysPerUserMax", "Accounts:PasskeyChallengeLifetime" })
            settings.ShouldContain(name);
    }

    /// <summary>As a browser does it: what a device makes is sent in the session that asked for it.</summary>
    private async Task AddAsync(string name)
    {
        var origin = $"http://localhost:{server.Address.Port}";
        using var device = new SoftwareDevice("localhost", origin);
        using var nobody = new PlatformClient(server.Address, token: null);
        var session = await nobody.CallAsync(HttpMethod.Post, "sessions", new { user = name, password = LiveServer.PasswordOf(name) });
        using var browser = new PlatformClient(server.Address, session.Body.GetProperty("token").GetString()!);
        var wish = (await browser.CallAsync(HttpMethod.Post, "me/passkeys/wishes", new { origin, password = LiveServer.PasswordOf(name) })).Body;
        var (client, attestation) = device.Make(BytesOf(wish, "challenge"), BytesOf(wish, "userHandle"));
        await browser.CallAsync(
            HttpMethod.Post, "me/passkeys", new { name = "phone", clientData = Base64Url.EncodeToString(client), attestation = Base64Url.EncodeToString(attestation) });
    }

    private static byte[] BytesOf(JsonElement body, string name) => Base64Url.DecodeFromChars(body.GetProperty(name).GetString());
}
