using Hops.Hadoop.WebHdfs.Authentication;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>Hadoop's Java client over <c>webhdfs://</c>, with a token file as its only credential.</summary>
public sealed class HadoopClientTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>, IDisposable
{
    private const string Data = "/Projects/alpha/data";

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-hadoop-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [HadoopFact]
    public async Task The_shell_works_with_a_token_file()
    {
        var token = await TokenFileAsync(TestGate.Owner);
        var source = Path.Combine(_directory, "source");
        await File.WriteAllBytesAsync(source, new byte[200_000]);
        (await ShellAsync(token, "-mkdir", "-p", Data + "/java/sub")).ShouldBe((0, ""));
        (await ShellAsync(token, "-put", source, Data + "/java/file name")).ShouldBe((0, ""));
        (await ShellAsync(token, "-appendToFile", source, Data + "/java/file name")).ShouldBe((0, ""));
        (await ShellAsync(token, "-mv", Data + "/java/file name", Data + "/java/sub")).ShouldBe((0, ""));
        (await ShellAsync(token, "-get", Data + "/java/sub/file name", source + ".back")).ShouldBe((0, ""));
        (await File.ReadAllBytesAsync(source + ".back")).ShouldBe(new byte[400_000]);
        var (_, listing) = await ShellAsync(token, "-ls", "-R", Data + "/java");
        listing.ShouldContain($"-rw-r--r--   1 {TestGate.Owner} alpha__data     400000");
        (await ShellAsync(token, "-rm", "-r", "-skipTrash", Data + "/java")).Status.ShouldBe(0);
    }

    [HadoopFact]
    public async Task The_shell_is_refused_where_it_should_be()
    {
        var stranger = await ShellAsync(null, "-ls", Data);
        stranger.Status.ShouldBe(1);
        stranger.Output.ShouldContain("Unauthorized");

        var token = await TokenFileAsync(TestGate.Scientist);
        await host.Files.WriteFileAsync(
            host.Gate.Current(new() { Name = TestGate.Owner, UserName = "ada", UserId = 1 })!, Data + "/kept", "x"u8.ToArray(), new(), default);
        (await ShellAsync(token, "-ls", Data)).Output.ShouldContain(Data + "/kept");
        (await ShellAsync(token, "-cat", Data + "/kept")).Output.ShouldContain("a data scientist takes no data out");
        (await ShellAsync(token, "-ls", "/Projects/beta/data")).Output.ShouldContain("No such file or directory");
        (await ShellAsync(token, "-ls", "/Projects")).Output.ShouldContain("Permission denied");
    }

    [HadoopFact]
    [Trait("Speed", "Slow")]
    public async Task Hadoops_contract_tests_pass()
    {
        // A server of its own, for the tests of the root delete everything.
        var isolated = new WebHdfsHost { TrustsUserNames = true };
        isolated.Gate.IsOpenToStrangers = true;
        await isolated.InitializeAsync();
        try
        {
            // Nor do projects belong there: the caller lists all that is below the root, and a superuser ends at the door of a project.
            var root = isolated.Gate.Current(new() { Name = TestGate.Root, UserName = TestGate.Root, UserId = 1 })!;
            await isolated.Files.DeleteAsync(root, "/Projects", recursive: true, default);
            var (_, output) = await ForeignClient.RunAsync(
                Path.Combine(ForeignClient.HadoopDirectory!, "contract-tests"),
                ["webhdfs://127.0.0.1:" + isolated.Port, "--skip", "Concat", "--root"],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["HADOOP_USER_NAME"] = TestGate.Root });
            output.ShouldContain(" passed, 0 failed,", customMessage: output);
        }
        finally
        {
            await isolated.DisposeAsync();
        }
    }

    private async Task<string> TokenFileAsync(string name)
    {
        var path = Path.Combine(_directory, name);
        await File.WriteAllBytesAsync(path, DelegationToken.EncodeFile(name, "token-" + name, ["127.0.0.1:" + host.Port]));
        return path;
    }

    private Task<(int Status, string Output)> ShellAsync(string? tokenFile, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HADOOP_USER_NAME"] = "hops" };
        if (tokenFile is not null)
        {
            environment["HADOOP_TOKEN_FILE_LOCATION"] = tokenFile;
        }

        return ForeignClient.RunAsync(
            Path.Combine(ForeignClient.HadoopDirectory!, "hdfs"), ["dfs", "-fs", "webhdfs://127.0.0.1:" + host.Port, .. arguments], environment);
    }
}
