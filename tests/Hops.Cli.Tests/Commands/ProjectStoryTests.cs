using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>What people do with projects, files and schemas, through the executable.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class ProjectStoryTests(LiveServer server)
{
    private const string Schema = """{"type":"record","name":"Departure","fields":[{"name":"origin","type":"string"}]}""";
    private const string Wider = """{"type":"record","name":"Departure","fields":[{"name":"origin","type":"string"},{"name":"gate","type":["null","string"],"default":null}]}""";
    private const string Narrower = """{"type":"record","name":"Departure","fields":[{"name":"origin","type":"int"}]}""";

    [Fact]
    public async Task Members_come_change_and_go()
    {
        var owner = await server.OwnerAsync("st_mem");
        var member = await server.UserAsync("st_member");

        await owner.DoAsync("member", "add", "st_member");
        (await member.JsonAsync("project", "list")).EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("st_mem");
        await member.RefusedAsync(ExitCode.Refused, "dataset", "create", "d", "-p", "st_mem");
        await owner.DoAsync("member", "set-role", "st_member", "data-owner");
        await member.DoAsync("dataset", "create", "d", "-p", "st_mem");
        (await owner.JsonAsync("member", "list")).GetArrayLength().ShouldBe(2);
        var members = (await owner.JsonAsync("project", "usage")).EnumerateArray().Single(use => use.GetProperty("name").GetString() == "members");
        (members.GetProperty("used").GetInt64(), members.GetProperty("limit").GetInt64()).ShouldBe((2, 100));
        await owner.DoAsync("member", "remove", "st_member", "--yes");
        await member.RefusedAsync(ExitCode.NotFound, "dataset", "list", "-p", "st_mem");
    }

    [Fact]
    public async Task Rates_are_written_as_sizes_and_as_numbers()
    {
        var owner = await server.OwnerAsync("st_rate");

        await server.Admin.DoAsync("project", "alter", "st_rate", "--produce-rate", "1.5MiB", "--fetch-rate", "65536");

        (await LimitAsync("produce_bytes_per_second")).ShouldBe(3 << 19);
        (await LimitAsync("fetch_bytes_per_second")).ShouldBe(65_536);
        foreach (var rate in new[] { "1XB", "-1KiB", "" })
        {
            var refused = await server.Admin.RunAsync("project", "alter", "st_rate", "--produce-rate", rate);
            refused.ExitCode.ShouldNotBe(ExitCode.Ok);
            refused.Errors.ShouldContain("a size such as 64KiB");
        }

        async Task<long> LimitAsync(string name) => (await owner.JsonAsync("project", "usage")).EnumerateArray()
            .Single(use => use.GetProperty("name").GetString() == name).GetProperty("limit").GetInt64();
    }

    [Fact]
    public async Task A_project_is_handed_over_and_left()
    {
        var owner = await server.OwnerAsync("st_hand");
        var (next, third) = (await server.UserAsync("st_next"), await server.UserAsync("st_third"));

        var added = await owner.RunAsync("member", "add", "st_next", "st_third", "st_nobody");
        (added.ExitCode, added.Output.Contains("There is no user 'st_nobody'", StringComparison.Ordinal)).ShouldBe((ExitCode.NotFound, true), added.Said);
        var refused = await owner.RunAsync("member", "leave", "--yes");
        (refused.ExitCode, refused.Errors.Contains("successor", StringComparison.Ordinal)).ShouldBe((ExitCode.Conflict, true), refused.Said);
        await owner.DoAsync("member", "transfer", "st_next", "--leave", "--yes");
        await owner.RefusedAsync(ExitCode.NotFound, "project", "get", "st_hand");
        await third.DoAsync("member", "leave", "-p", "st_hand", "--yes");
        (await next.JsonAsync("member", "list", "-p", "st_hand")).EnumerateArray().Single().GetProperty("role").GetString().ShouldBe("DATA_OWNER");
    }

    [Fact]
    public async Task A_project_is_described_listed_asked_to_join_and_archived()
    {
        var owner = await server.OwnerAsync("st_list_ed");
        var stranger = await server.UserAsync("st_asker");
        await owner.DoAsync("project", "readme", "--from", owner.Write("README.md", "# Birds\n\nCounted"));
        (await owner.DoAsync("project", "readme")).ShouldBe("# Birds\n\nCounted\n");

        await stranger.RefusedAsync(ExitCode.NotFound, "join", "ask", "st_list_ed");
        await owner.DoAsync("project", "alter", "--listed", "true");
        (await stranger.JsonAsync("join", "find")).EnumerateArray().Select(one => one.GetProperty("name").GetString()).ShouldContain("st_list_ed");
        await stranger.DoAsync("join", "ask", "st_list_ed", "--note", "I count too");
        var waiting = (await owner.JsonAsync("inbox")).EnumerateArray().Single();
        (waiting.GetProperty("kind").GetString(), waiting.GetProperty("text").GetString()).ShouldBe(("JOIN_REQUEST", "I count too"));
        await owner.DoAsync("join", "accept", "st_asker");
        (await stranger.JsonAsync("inbox", "--mark-seen")).EnumerateArray().Single().GetProperty("isUnread").GetBoolean().ShouldBeTrue();
        (await stranger.JsonAsync("inbox")).EnumerateArray().Single().GetProperty("isUnread").GetBoolean().ShouldBeFalse();

        await owner.DoAsync("project", "archive", "st_list_ed", "--yes");
        await stranger.RefusedAsync(ExitCode.Refused, "sql", "SELECT 1", "-p", "st_list_ed");
        await owner.DoAsync("project", "unarchive", "st_list_ed");
    }

    [Fact]
    public async Task Users_are_disabled_at_once_and_enabled_again()
    {
        var user = await server.UserAsync("st_user");

        await server.Admin.DoAsync("user", "disable", "st_user");
        await user.RefusedAsync(ExitCode.Refused, "whoami");
        await server.Admin.DoAsync("user", "enable", "st_user");
        (await server.Admin.JsonAsync("user", "list")).EnumerateArray().Select(one => one.GetProperty("name").GetString()).ShouldContain("st_user");
        await user.RefusedAsync(ExitCode.Refused, "user", "create", "somebody");
    }

    [Fact]
    public async Task A_file_goes_in_and_out_and_moves()
    {
        var owner = await server.OwnerAsync("st_files");
        await owner.DoAsync("dataset", "create", "data", "--description", "numbers");
        var local = owner.Write("a.bin", new string('x', 300_000) + "\0\u001b[31m");

        await owner.RefusedAsync(ExitCode.NotFound, "fs", "put", local, "data/in/");
        await owner.DoAsync("fs", "mkdir", "data/in");
        await owner.DoAsync("fs", "put", local, "data/in/");
        await owner.RefusedAsync(ExitCode.Conflict, "fs", "put", local, "data/in/");
        await owner.DoAsync("fs", "put", local, "data/in/", "--force");
        (await owner.JsonAsync("fs", "stat", "data/in/a.bin")).GetProperty("lengthBytes").GetInt64().ShouldBe(new FileInfo(local).Length);
        await owner.DoAsync("fs", "mkdir", "data/deep/er");
        await owner.DoAsync("fs", "mv", "data/in/a.bin", "data/deep/er/b.bin");
        (await owner.DoAsync("fs", "cat", "data/deep/er/b.bin")).ShouldBe(await File.ReadAllTextAsync(local));
        (await owner.JsonAsync("fs", "cp", "data/deep", "data/copy")).GetProperty("fileCount").GetInt32().ShouldBe(1);
        (await owner.DoAsync("fs", "cat", "data/copy/er/b.bin")).ShouldBe(await File.ReadAllTextAsync(local));
        await owner.RefusedAsync(ExitCode.Conflict, "fs", "cp", "data/deep/er/b.bin", "data/copy/er/b.bin");
        await owner.DoAsync("fs", "cp", "data/deep/er/b.bin", "data/copy/er/b.bin", "--force");
        await owner.DoAsync("fs", "rm", "data/copy", "-r", "--skip-trash", "--yes");
        await owner.DoAsync("fs", "get", "data/deep/er/b.bin", Path.Combine(owner.Home, "c.bin"));
        (await File.ReadAllBytesAsync(Path.Combine(owner.Home, "c.bin"))).ShouldBe(await File.ReadAllBytesAsync(local));
        await owner.RefusedAsync(ExitCode.Conflict, "fs", "get", "data/deep/er/b.bin", Path.Combine(owner.Home, "c.bin"));
        (await owner.JsonAsync("fs", "ls", "data")).EnumerateArray().Select(file => file.GetProperty("name").GetString()).ShouldBe(["deep", "in"]);
        await owner.RefusedAsync(ExitCode.Conflict, "fs", "rm", "data/deep", "--yes");
        await owner.DoAsync("fs", "rm", "data/deep", "-r", "--yes");
        await owner.RefusedAsync(ExitCode.NotFound, "fs", "stat", "data/deep");
        var deleted = (await owner.JsonAsync("fs", "trash", "list", "data")).EnumerateArray().Single().GetProperty("id").GetString()!;
        await owner.DoAsync("fs", "trash", "restore", "data", deleted, "--to", "data/again");
        (await owner.DoAsync("fs", "cat", "data/again/er/b.bin")).ShouldBe(await File.ReadAllTextAsync(local));
        await owner.DoAsync("fs", "get", "data/again", owner.Home);
        using (var archive = System.IO.Compression.ZipFile.OpenRead(Path.Combine(owner.Home, "again.zip")))
            archive.Entries.Select(entry => entry.FullName).ShouldContain("again/er/b.bin");
        await owner.DoAsync("fs", "rm", "data/again", "-r", "--skip-trash", "--yes");
        await owner.DoAsync("fs", "trash", "empty", "data", "--yes");
        (await owner.JsonAsync("fs", "uploads", "list")).GetArrayLength().ShouldBe(0);
        await owner.DoAsync("dataset", "delete", "data", "--yes");
    }

    [Fact]
    public async Task A_large_file_that_was_begun_goes_on_where_it_was()
    {
        var owner = await server.OwnerAsync("st_parts");
        await owner.DoAsync("dataset", "create", "data");
        var local = Path.Combine(owner.Home, "large.bin");
        var content = System.Security.Cryptography.RandomNumberGenerator.GetBytes(40 << 20);
        await File.WriteAllBytesAsync(local, content);
        var token = System.Text.Json.JsonElement.Parse(await File.ReadAllTextAsync(owner.ProfilePath)).GetProperty("default").GetProperty("token").GetString()!;
        using var rest = new Hops.Client.Rest.PlatformClient(server.Address, token);
        string Coded(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
        var stamp = FormattableString.Invariant($"{content.Length} {File.GetLastWriteTimeUtc(local).Ticks}");
        using (var begin = new ByteArrayContent([]))
        {
            begin.Headers.Add("Tus-Resumable", "1.0.0");
            begin.Headers.Add("Upload-Length", FormattableString.Invariant($"{content.Length}"));
            begin.Headers.Add("Upload-Metadata", $"path {Coded("data/large.bin")},stamp {Coded(stamp)}");
            await rest.CallAsync(HttpMethod.Post, "projects/st_parts/files/uploads", begin);
        }

        var id = (await owner.JsonAsync("fs", "uploads", "list")).EnumerateArray().Single().GetProperty("id").GetString();
        using (var part = new ByteArrayContent(content[..10_000_000]))
        {
            part.Headers.Add("Tus-Resumable", "1.0.0");
            part.Headers.Add("Upload-Offset", "0");
            part.Headers.ContentType = new("application/offset+octet-stream");
            await rest.CallAsync(HttpMethod.Patch, $"projects/st_parts/files/uploads/{id}", part);
        }

        var sent = await owner.JsonAsync("fs", "put", local, "data/large.bin");

        sent.GetProperty("lengthBytes").GetInt64().ShouldBe(content.Length);
        (await owner.JsonAsync("fs", "uploads", "list")).GetArrayLength().ShouldBe(0);
        await owner.DoAsync("fs", "get", "data/large.bin", Path.Combine(owner.Home, "back.bin"));
        (await File.ReadAllBytesAsync(Path.Combine(owner.Home, "back.bin"))).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    [Fact]
    public async Task A_schema_evolves_only_as_its_readers_allow()
    {
        var owner = await server.OwnerAsync("st_schema");
        await owner.DoAsync("topic", "create", "departures", "--partitions", "3", "--retention", "7d", "--value-schema", owner.Write("one.avsc", Schema));

        (await owner.JsonAsync("topic", "get", "departures")).GetProperty("config").GetProperty("retention.ms").GetString().ShouldBe("604800000");
        (await owner.JsonAsync("schema", "get", "departures-value")).GetProperty("version").GetInt32().ShouldBe(1);
        await owner.DoAsync("schema", "register", "departures-value", owner.Write("two.avsc", Wider));
        await owner.RefusedAsync(ExitCode.Conflict, "schema", "register", "departures-value", owner.Write("three.avsc", Narrower));
        await owner.RefusedAsync(ExitCode.Failed, "schema", "register", "departures-value", owner.Write("four.avsc", "{"));
        (await owner.JsonAsync("schema", "list")).EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("departures-value");
        var deleted = await owner.RunAsync("topic", "delete", "departures", "--yes");
        deleted.ExitCode.ShouldBe(ExitCode.Ok, deleted.Said);
        deleted.Errors.ShouldContain("'hops schema delete departures-value'");
        await owner.DoAsync("schema", "delete", "departures-value", "--yes");
    }

    [Fact]
    public async Task The_setting_that_help_gives_as_an_example_is_one_that_a_topic_can_have()
    {
        var owner = await server.OwnerAsync("st_example");
        var help = (await owner.RunAsync("topic", "create", "--help")).Said;
        var example = System.Text.RegularExpressions.Regex.Match(help, "[a-z.]+=[a-z0-9]+", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Value;

        await owner.DoAsync("topic", "create", "departures", "--config", example);
    }

    [Fact]
    public async Task A_credential_becomes_settings_of_a_kafka_client()
    {
        var owner = await server.OwnerAsync("st_cred");

        (await owner.DoAsync("credential", "rotate", "--yes", "--kafka-properties", "java")).ShouldContain("ScramLoginModule");
        var settings = await owner.DoAsync("credential", "rotate", "--yes", "--kafka-properties", "librdkafka");
        settings.ShouldContain("sasl.username=st_cred__st_cred");
        settings.ShouldContain($"bootstrap.servers={server.Kafka}");
        (await owner.JsonAsync("credential", "show")).TryGetProperty("secret", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_in_a_pipe_is_tab_separated_under_its_names_and_json_is_an_array()
    {
        var owner = await server.OwnerAsync("st_list");
        await owner.DoAsync("dataset", "create", "one");
        await owner.DoAsync("dataset", "create", "x");

        var lines = (await owner.DoAsync("dataset", "list")).TrimEnd('\n').Split('\n');
        lines[0].Split('\t')[0].ShouldBe("name");
        lines[1].Split('\t')[0].ShouldBe("one");
        foreach (var (words, command) in CommandWalk.Leaves.Where(leaf => leaf.Words[^1] is "list" && leaf.Words[0] is not ("user" or "announcement")))
            (await owner.JsonAsync(CommandWalk.Line(words, command, ""))).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Array, string.Join(' ', words));
    }

    [Fact]
    public async Task The_trail_tells_what_was_done_from_either_end()
    {
        var owner = await server.OwnerAsync("st_audit");
        await owner.DoAsync("dataset", "create", "one");
        await owner.DoAsync("dataset", "delete", "one", "--yes");

        var oldest = (await owner.JsonAsync("audit", "list", "--limit", "2")).EnumerateArray().Select(entry => entry.GetProperty("action").GetString());
        var newest = (await owner.JsonAsync("audit", "list", "--limit", "2", "--newest")).EnumerateArray().Select(entry => entry.GetProperty("action").GetString());
        oldest.ShouldBe(["project.create", "dataset.create"]);
        newest.ShouldBe(["dataset.delete", "dataset.create"]);
        await owner.RefusedAsync(ExitCode.Refused, "audit", "list", "--platform");
        (await server.Admin.JsonAsync("audit", "list", "--platform", "--limit", "1")).GetArrayLength().ShouldBe(1);
        (await owner.JsonAsync("audit", "list", "--action", "dataset.", "--actor", "st_audit", "--from", "1h")).GetArrayLength().ShouldBe(2);
        await owner.DoAsync("project", "delete", "st_audit", "--yes");
        await owner.RefusedAsync(ExitCode.NotFound, "project", "get", "st_audit");
    }

    [Fact]
    public async Task The_trail_is_exported_and_verified_and_a_changed_word_is_found()
    {
        var owner = await server.OwnerAsync("st_chain");
        await owner.DoAsync("dataset", "create", "one");
        var head = await owner.JsonAsync("audit", "head");
        var (sequence, hash) = (head.GetProperty("sequence").GetString()!, head.GetProperty("hash").GetString()!);
        var file = Path.Combine(owner.Home, "trail.jsonl");

        await owner.DoAsync("audit", "export", file);
        var verified = await owner.JsonAsync("audit", "verify", file, "--expect", $"{sequence}:{hash}");
        verified.GetProperty("entries").GetInt64().ShouldBe(3, "the export tells of itself");
        (await owner.JsonAsync("audit", "verify", "--expect", $"{sequence}:{hash}")).GetProperty("isIntact").GetBoolean().ShouldBeTrue();
        await owner.RefusedAsync(ExitCode.Failed, "audit", "verify", "--expect", $"1:{hash}");

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("dataset.create", "dataset.delete", StringComparison.Ordinal));
        var refused = await owner.RunAsync("audit", "verify", file);
        refused.ExitCode.ShouldBe(ExitCode.Failed);
        refused.Said.ShouldContain("entry 2");
    }
}
