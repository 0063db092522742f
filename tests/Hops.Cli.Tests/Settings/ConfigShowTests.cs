using System.Text.Json;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Settings;

public sealed class ConfigShowTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-config-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_command_line_comes_before_the_environment_and_that_before_the_file()
    {
        var file = Path.Combine(_directory, "hops.json");
        await File.WriteAllTextAsync(file, """
            {
              // Comments are permitted.
              "Kafka": { "NodeId": 5, "Log": { "RoundMaxBytes": "1MiB", "ProducersMax": 7 } },
              "Platform": { "MembersMax": 11 }
            }
            """);

        var shown = await ShowAsync(
            [("HOPS__KAFKA__LOG__ROUNDMAXBYTES", "2MiB"), ("HOPS__PLATFORM__MEMBERSMAX", "12")], "--set", "platform:membersmax=13");

        shown["Kafka:NodeId"].ShouldBe(("5", file));
        shown["Kafka:Log:ProducersMax"].ShouldBe(("7", file));
        shown["Kafka:Log:RoundMaxBytes"].ShouldBe(("2MiB", "HOPS__KAFKA__LOG__ROUNDMAXBYTES"));
        shown["Platform:MembersMax"].ShouldBe(("13", "--set"));
        shown["Kafka:PartitionsDefault"].ShouldBe(("1", "default"));
        Directory.GetFileSystemEntries(_directory).ShouldBe([file], "it looks and makes nothing");
    }

    [Fact]
    public async Task A_file_elsewhere_is_named_with_config()
    {
        var file = Path.Combine(_directory, "other.json");
        await File.WriteAllTextAsync(file, """{ "Kafka": { "NodeId": 6 } }""");

        (await ShowAsync([], "--config", file))["Kafka:NodeId"].ShouldBe(("6", file));
    }

    [Theory]
    [InlineData("""{ "Kafka": { "NodeIdd": 6 } }""", "did you mean 'Kafka:NodeId'?")]
    [InlineData("""{ "Kafka": { "NodeId": -6 } }""", "Kafka:NodeId = '-6'")]
    [InlineData("""{ "Kafka": """, "no JSON object")]
    [InlineData("[]", "no JSON object")]
    public async Task A_file_that_is_wrong_is_named_in_one_line(string content, string said)
    {
        var file = Path.Combine(_directory, "wrong.json");
        await File.WriteAllTextAsync(file, content);

        var refused = await RunAsync([], "config", "show", "--data", _directory, "--config", file);

        refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
        refused.Errors.ShouldStartWith("hops: ");
        refused.Errors.ShouldContain(said);
        refused.Errors.ShouldContain(file);
        refused.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_file_that_is_named_must_be_there()
    {
        var refused = await RunAsync([], "config", "show", "--config", "nowhere.json");

        refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
        refused.Errors.ShouldContain("nowhere.json (from --config)");
    }

    [Fact]
    public async Task A_server_with_a_wrong_setting_makes_nothing()
    {
        var data = Path.Combine(_directory, "data");

        var refused = await RunAsync([], "server", "--data", data, "--set", "Kafka:NodeId=x");

        refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
        Directory.Exists(data).ShouldBeFalse();
        (await RunAsync([], "server", "--data", data, "--set", "Kafka")).Errors.ShouldContain("'Kafka' is not NAME=VALUE");
    }

    private async Task<Dictionary<string, (string Value, string Source)>> ShowAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        var shown = await RunAsync(environment, ["config", "show", "--data", _directory, "-o", "json", .. arguments]);
        shown.ExitCode.ShouldBe(ExitCode.Ok, shown.Said);
        return JsonElement.Parse(shown.Output).EnumerateArray().ToDictionary(
            setting => setting.GetProperty("setting").GetString()!,
            setting => (setting.GetProperty("value").GetString()!, setting.GetProperty("source").GetString()!));
    }

    private Task<HopsResult> RunAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = HopsProgram.Prepare(_directory, arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return HopsProgram.RunAsync(start, "");
    }
}
