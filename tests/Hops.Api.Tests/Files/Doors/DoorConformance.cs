using System.Diagnostics;
using System.Text.Json;
using Hops.Core.Identity;
using Hops.Platform.Tokens;

namespace Hops.Api.Tests.Files.Doors;

/// <summary>
/// What every way to the files does alike: the same test over each door. A new protocol adds a <see cref="DoorClient"/> and a class of three
/// lines.
/// </summary>
public abstract class DoorConformance(ApiServer server) : IClassFixture<ApiServer>
{
    /// <summary>Revocation reaches a transfer in two seconds; the rest is for a busy machine.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(6);

    private static int _labs;

    private protected abstract DoorClient Open(ApiServer at, string project, string token);

    [Fact]
    public async Task What_is_made_without_a_stated_mode_is_shared_with_the_group_of_its_dataset()
    {
        var lab = await LabAsync();
        using var owner = lab.Owner;
        (await owner.MkdirAsync("data/made")).ShouldBe(DoorClient.Ok);
        (await owner.PutAsync("data/made/file", "content")).ShouldBe(DoorClient.Ok);
        (await owner.StatAsync("data/made")).ShouldBe((DoorClient.Ok, $"{lab.Name}__{lab.OwnerName}", $"{lab.Name}__data", "770"));
        (await owner.StatAsync("data/made/file")).ShouldBe((DoorClient.Ok, $"{lab.Name}__{lab.OwnerName}", $"{lab.Name}__data", "660"));
        (await owner.GetAsync("data/made/file")).ShouldBe((DoorClient.Ok, "content"));
        (await owner.ListAsync("data/made")).Names.ShouldBe(["file"]);
    }

    [Fact]
    public async Task A_data_scientist_takes_nothing_out_and_the_trail_says_who_tried()
    {
        var lab = await LabAsync();
        using var scientist = lab.Scientist;
        (await scientist.PutAsync("data/file", "content")).ShouldBe(DoorClient.Ok);
        (await scientist.GetAsync("data/file")).ShouldBe(("export-denied", ""));
        (await TrailAsync(lab)).ShouldContain(("file.export", "export-denied", $"{lab.Name}__{lab.ScientistName}", $"/Projects/{lab.Name}/data/file"));
    }

    [Fact]
    public async Task What_an_owner_takes_out_and_what_anybody_deletes_is_in_the_trail()
    {
        var lab = await LabAsync();
        await lab.Owner.PutAsync("data/out", "content");
        (await lab.Owner.GetAsync("data/out")).Code.ShouldBe(DoorClient.Ok);
        (await lab.Scientist.PutAsync("data/gone", "content")).ShouldBe(DoorClient.Ok);
        (await lab.Scientist.DeleteAsync("data/gone")).ShouldBe(DoorClient.Ok);
        (await lab.Scientist.DeleteAsync("data/gone")).ShouldBe("not-found");
        var trail = await TrailAsync(lab);
        trail.ShouldContain(("file.export", "ok", $"{lab.Name}__{lab.OwnerName}", $"/Projects/{lab.Name}/data/out"));
        trail.Count(entry => entry == ("file.delete", "ok", $"{lab.Name}__{lab.ScientistName}", $"/Projects/{lab.Name}/data/gone")).ShouldBe(1);
    }

    [Fact]
    public async Task Each_change_of_a_file_is_one_entry_that_names_who_made_it()
    {
        var lab = await LabAsync();
        (await lab.Scientist.MkdirAsync("data/dir")).ShouldBe(DoorClient.Ok);
        (await lab.Scientist.MkdirAsync("data/dir")).ShouldBe(DoorClient.Ok);
        (await lab.Scientist.PutAsync("data/dir/new", "content")).ShouldBe(DoorClient.Ok);
        (await lab.Scientist.RenameAsync("data/dir/new", "data/dir/moved")).ShouldBe(DoorClient.Ok);
        (await lab.Scientist.DeleteAsync("data/dir/moved")).ShouldBe(DoorClient.Ok);

        var changes = (await TrailAsync(lab)).Where(entry => entry.Target.StartsWith($"/Projects/{lab.Name}/data/dir", StringComparison.Ordinal));
        var who = $"{lab.Name}__{lab.ScientistName}";
        changes.ShouldBe(
        [
            ("file.mkdir", "ok", who, $"/Projects/{lab.Name}/data/dir"),
            ("file.create", "ok", who, $"/Projects/{lab.Name}/data/dir/new"),
            ("file.rename", "ok", who, $"/Projects/{lab.Name}/data/dir/new"),
            ("file.delete", "ok", who, $"/Projects/{lab.Name}/data/dir/moved"),
        ]);
    }

    [Fact]
    public async Task A_stranger_cannot_tell_what_is_there_from_what_is_not()
    {
        var lab = await LabAsync();
        await lab.Owner.PutAsync("data/secret", "content");
        using var stranger = Open(server, lab.Name, await UserAsync(lab.Name + "_x"));
        foreach (var path in new[] { "data/secret", "data/none" })
        {
            (await stranger.GetAsync(path)).Code.ShouldBe("not-found");
            (await stranger.StatAsync(path)).Code.ShouldBe("not-found");
            (await stranger.ListAsync(path)).Code.ShouldBe("not-found");
            (await stranger.PutAsync(path, "mine")).ShouldBeOneOf("not-found", DoorClient.Broken);
            (await stranger.MkdirAsync(path)).ShouldBe("not-found");
            (await stranger.RenameAsync(path, "data/moved")).ShouldBe("not-found");
            (await stranger.DeleteAsync(path)).ShouldBe("not-found");
        }
    }

    [Theory]
    [InlineData("data/a\u0007b")]
    [InlineData("data/line\nbreak")]
    [InlineData("data/c1\u0085")]
    [InlineData("data/a:b")]
    public async Task A_path_that_would_forge_a_line_is_refused(string path)
    {
        var lab = await LabAsync();
        (await TryAsync(() => lab.Owner.MkdirAsync(path))).ShouldBe("invalid-path");
        (await TryAsync(async () => (await lab.Owner.ListAsync(path)).Code)).ShouldBe("invalid-path");
    }

    [Fact]
    public async Task An_administrator_who_is_a_data_scientist_has_the_rights_of_one()
    {
        var lab = await LabAsync();
        var administrator = server.Platform.Roster.Now.FindUser("admin")!;
        await CallAsync(lab.OwnerName, HttpMethod.Post, $"projects/{lab.Name}/members", new { user = "admin", role = "DATA_SCIENTIST" });
        await CallAsync(lab.OwnerName, HttpMethod.Post, $"projects/{lab.Name}/datasets", new { name = "raw", access = "READ_ONLY" });
        await lab.Owner.PutAsync("raw/file", "content");
        await lab.Owner.PutAsync("data/file", "content");
        using var door = Open(server, lab.Name, await TokenAsync(administrator.Name));
        (await door.GetAsync("data/file")).Code.ShouldBe("export-denied");
        (await door.PutAsync("raw/mine", "content")).ShouldBeOneOf("access-denied", DoorClient.Broken);
        (await door.DeleteAsync("raw/file")).ShouldBe("access-denied");
        (await door.DeleteAsync("data/file")).ShouldBe("access-denied");
        (await door.PutAsync("data/mine", "content")).ShouldBe(DoorClient.Ok);
        (await door.StatAsync("data/mine")).Owner.ShouldBe($"{lab.Name}__admin");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_download_that_its_client_does_not_take_ends_with_the_right_to_it(bool isByToken)
    {
        var lab = await LabAsync();
        var (user, token) = await OwnerBesideAsync(lab);
        using var leaver = Open(server, lab.Name, token);
        (await lab.Owner.PutAsync("data/long", new GatedStream(32 << 20).Running())).ShouldBe(DoorClient.Ok);
        var (code, content) = await leaver.OpenAsync("data/long");
        code.ShouldBe(DoorClient.Ok);
        var buffer = new byte[64 * 1024];
        (await content!.ReadAsync(buffer)).ShouldBeGreaterThan(0);

        await EndAsync(lab, user, token, isByToken);
        var since = Stopwatch.GetTimestamp();
        await UntilAsync(() => Task.FromResult(server.Platform.Door.TransfersUnderWay == 0));
        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(EndsWithin);
        await Should.ThrowAsync<IOException>(() => content.CopyToAsync(Stream.Null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_whose_caller_has_lost_the_right_is_refused_and_leaves_nothing(bool isByToken)
    {
        var lab = await LabAsync();
        var (user, token) = await OwnerBesideAsync(lab);
        using var leaver = Open(server, lab.Name, token);
        var content = new GatedStream(1 << 20);
        var upload = Task.Run(() => leaver.PutAsync("data/late", content));
        await content.Paused.WaitAsync(TimeSpan.FromSeconds(30));
        await EndAsync(lab, user, token, isByToken);
        content.GoOn();
        (await upload).ShouldNotBe(DoorClient.Ok);
        await UntilAsync(async () => (await lab.Owner.ListAsync("data")).Names.Count == 0);
    }

    [Fact]
    public async Task An_upload_whose_client_sends_nothing_ends_with_the_right_to_it()
    {
        var lab = await LabAsync();
        var (user, token) = await OwnerBesideAsync(lab);
        using var leaver = Open(server, lab.Name, token);
        var content = new GatedStream(1 << 20);
        var upload = Task.Run(() => leaver.PutAsync("data/silent", content));
        await content.Paused.WaitAsync(TimeSpan.FromSeconds(30));
        await EndAsync(lab, user, token, isByToken: false);
        var since = Stopwatch.GetTimestamp();
        await UntilAsync(async () => (await lab.Owner.ListAsync("data")).Names.Count == 0);
        Stopwatch.GetElapsedTime(since).ShouldBeLessThan(EndsWithin);
        content.GoOn();
        (await upload).ShouldNotBe(DoorClient.Ok);
    }

    /// <summary>A call that a client cannot even send for its path counts as refused for it.</summary>
    private static async Task<string> TryAsync(Func<Task<string>> callAsync)
    {
        try
        {
            return await callAsync();
        }
        catch (Hops.Core.Errors.PlatformException refusal)
        {
            return Hops.Core.Errors.ErrorTable.Row(refusal.Code).Slug;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSoAsync)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSoAsync())
            await Task.Delay(20, deadline.Token);
    }

    private async Task<Lab> LabAsync()
    {
        var name = $"lab_{GetType().Name[..4].ToLowerInvariant()}{Interlocked.Increment(ref _labs)}";
        var (owner, scientist) = (name + "_o", name + "_s");
        var ownerToken = await UserAsync(owner);
        var scientistToken = await UserAsync(scientist);
        await CallAsync(owner, HttpMethod.Post, "projects", new { name });
        await CallAsync(owner, HttpMethod.Post, $"projects/{name}/datasets", new { name = "data" });
        await CallAsync(owner, HttpMethod.Post, $"projects/{name}/members", new { user = scientist, role = "DATA_SCIENTIST" });
        return new Lab(name, owner, scientist, Open(server, name, ownerToken), Open(server, name, scientistToken));
    }

    private async Task<(string User, string Token)> OwnerBesideAsync(Lab lab)
    {
        var user = lab.Name + "_l";
        var token = await UserAsync(user);
        await CallAsync(lab.OwnerName, HttpMethod.Post, $"projects/{lab.Name}/members", new { user, role = "DATA_OWNER" });
        return (user, token);
    }

    private async Task EndAsync(Lab lab, string user, string token, bool isByToken)
    {
        if (isByToken)
        {
            var principal = (await server.Platform.Authentication.AuthenticateTokenAsync(token, default))!;
            await RevokeToken.RunAsync(server.Platform, principal, principal.CredentialId, default);
            return;
        }

        using var owner = server.As(await TokenAsync(lab.OwnerName));
        (await owner.SendAsync(HttpMethod.Delete, $"projects/{lab.Name}/members/{user}", ifMatch: "*")).Status.ShouldBe(204);
    }

    private async Task CallAsync(string user, HttpMethod method, string route, object body)
    {
        using var client = server.As(await TokenAsync(user));
        var answer = await client.SendAsync(method, route, body);
        answer.Status.ShouldBe(201, answer.Text);
    }

    private async Task<IReadOnlyList<(string Action, string Outcome, string Actor, string Target)>> TrailAsync(Lab lab)
    {
        using var owner = server.As(await TokenAsync(lab.OwnerName));
        var entries = (await owner.SendAsync(HttpMethod.Get, $"projects/{lab.Name}/audit?limit=1000")).Body.GetProperty("items").EnumerateArray();
        return [.. entries.Select(entry => (Text(entry, "action"), Text(entry, "outcome"), Text(entry, "actor"), Text(entry, "target")))];
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private async Task<string> UserAsync(string name)
    {
        (await server.UserAsync(name)).Dispose();
        return await TokenAsync(name);
    }

    private async Task<string> TokenAsync(string name)
    {
        var user = server.Platform.Roster.Now.FindUser(name)!;
        var actor = new Principal { Name = name, UserName = name, UserId = user.Id, Scopes = TokenScopes.All };
        return (await IssueToken.RunAsync(server.Platform, actor, new TokenRequest("door", TokenScopes.All, null, null), default)).Text;
    }

    private sealed record Lab(string Name, string OwnerName, string ScientistName, DoorClient Owner, DoorClient Scientist);
}
