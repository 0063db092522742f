using System.Buffers.Binary;
using System.Text.Json;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>A byte of a topic's file is flipped while the server is down: what is behind it is read, and a person decides about the rest.</summary>
public sealed class TopicRepairTests : IDisposable
{
    private const int Records = 6;
    private const int Damaged = 3;

    /// <summary>Bytes before the length of a batch, and with it (Kafka's record batch of format 2).</summary>
    private const int LengthAt = 8;
    private const int LengthEnd = 12;

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-repair-").FullName;

    private string Data => Path.Combine(_directory, "data");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_is_behind_damage_is_read_and_a_repair_says_what_it_gives_up_before_it_does()
    {
        await FillAsync();
        var file = Directory.EnumerateFiles(Data, "*.log", SearchOption.AllDirectories).Single(path => new FileInfo(path).Length > 0);
        Flip(file);

        await using var server = await StartedServer.StartAsync(_directory, Data);
        var admin = new Person(_directory, server.Http);
        await SignInAgainAsync(admin);
        (await ReadAsync(admin)).ShouldBe(Enumerable.Range(0, Records).Where(number => number != Damaged));

        var found = await admin.RunAsync("topic", "repair", "t");
        found.ExitCode.ShouldBe(ExitCode.Ok, found.Said);
        var lines = found.Output.TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("partition\tfrom\tto\treason");
        lines.Length.ShouldBe(2, found.Said);
        lines[1].ShouldStartWith($"0\t{Damaged}\t{Damaged}\t", Case.Sensitive, "the last one is named, not the one behind it");
        found.Errors.ShouldBe("Nothing was changed. 'hops topic repair t --apply' gives these records up.\n");
        (await admin.RunAsync("topic", "repair", "t")).Output.ShouldBe(found.Output, "nothing was changed");

        var unasked = await admin.RunAsync("topic", "repair", "t", "--apply");
        unasked.ExitCode.ShouldBe(ExitCode.Usage, unasked.Said);
        unasked.Errors.ShouldContain("This gives up what cannot be read of topic t. Nobody can be asked here: say --yes.");

        var repaired = await admin.RunAsync("topic", "repair", "t", "--apply", "--yes");
        repaired.Errors.ShouldBe("Repaired topic t: these records are gone.\n");
        repaired.Output.ShouldBe(found.Output);
        var sound = await admin.RunAsync("topic", "repair", "t");
        (sound.Output, sound.Errors).ShouldBe(("", "Topic t is sound.\n"));
        (await admin.JsonAsync("topic", "repair", "t")).GetProperty("sound").GetBoolean().ShouldBeTrue();

        await admin.TypeAsync("""{"n":6,"pad":"x"}""", "topic", "produce", "t");
        (await ReadAsync(admin)).ShouldBe(Enumerable.Range(0, Records + 1).Where(number => number != Damaged));
        await admin.RefusedAsync(ExitCode.NotFound, "topic", "repair", "tt");
        (await admin.JsonAsync("audit", "list")).EnumerateArray().Select(entry => entry.GetProperty("action").GetString()).ShouldContain("topic.repair");
    }

    private async Task FillAsync()
    {
        await using var server = await StartedServer.StartAsync(_directory, Data);
        var admin = await server.SignInAsync(_directory);
        await admin.DoAsync("project", "create", "lab");
        const string Schema = """{"type":"record","name":"R","fields":[{"name":"n","type":"int"},{"name":"pad","type":"string"}]}""";
        await admin.DoAsync("topic", "create", "t", "--partitions", "1", "--value-schema", admin.Write("s.avsc", Schema), "-p", "lab");
        // Each command is a batch of its own.
        for (var number = 0; number < Records; number++)
        {
            var record = JsonSerializer.Serialize(new { n = number, pad = new string('x', 200) });
            (await admin.TypeAsync(record, "topic", "produce", "t", "-p", "lab")).ExitCode.ShouldBe(ExitCode.Ok);
        }
    }

    private static async Task SignInAgainAsync(Person admin)
    {
        var login = await admin.TypeAsync(LiveServer.PasswordOf("admin") + "\n", "login", "admin", "--password-stdin");
        login.ExitCode.ShouldBe(ExitCode.Ok, login.Said);
        await admin.DoAsync("project", "use", "lab");
    }

    private static async Task<IEnumerable<int>> ReadAsync(Person admin) =>
        (await admin.DoAsync("topic", "read", "t")).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line).GetProperty("n").GetInt32());

    /// <summary>Flips a bit in the middle of a batch, so that its header still says where the next one begins.</summary>
    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var at = 0;
        for (var batch = 0; batch < Damaged; batch++)
            at += LengthEnd + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + LengthAt));
        bytes[at + 100] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
