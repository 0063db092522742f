using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Server;

/// <summary>Servers that are started for one test each.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-start-").FullName;

    private string Data => Path.Combine(_directory, "data");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("http")]
    [InlineData("kafka")]
    public async Task A_taken_port_is_noticed_before_anything_is_made(string protocol)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] ports = protocol == "http" ? ["--http-port", port, "--kafka-port", "0"] : ["--http-port", "0", "--kafka-port", port];

        var refused = await HopsProgram.RunAsync(HopsProgram.Prepare(_directory, ["server", "--data", Data, .. ports]), "");

        refused.ExitCode.ShouldBe(ExitCode.Server, refused.Said);
        refused.Errors.ShouldBe(
            $"hops: The listener '{protocol}' cannot have 127.0.0.1:{port}: another program listens there. Stop it, or choose another port with --{protocol}-port or Listeners:{protocol}:Port.\n");
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task The_one_time_password_is_said_at_each_start_until_it_is_changed_and_then_removed()
    {
        var file = Path.Combine(Data, "secrets", "initial-admin-password");
        string first;
        await using (var server = await StartedServer.StartAsync(_directory, Data))
            first = server.Said.Single(line => line.Contains("first run", StringComparison.Ordinal));
        await using (var server = await StartedServer.StartAsync(_directory, Data))
        {
            server.Said.ShouldContain(first);
            File.ReadAllText(file).Trim().ShouldBe(server.OneTimePassword);

            await server.SignInAsync(_directory);

            File.Exists(file).ShouldBeFalse("it is of no use any more");
        }

        await using var last = await StartedServer.StartAsync(_directory, Data);
        last.Said.ShouldNotContain(line => line.Contains("first run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_of_the_file_in_the_data_directory_is_in_force_at_the_first_start()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "hops.json"), """{ "Platform": { "UsersMax": 1 } }""");
        await using var server = await StartedServer.StartAsync(_directory, Data);
        var admin = await server.SignInAsync(_directory);

        (await admin.RunAsync("user", "create", "second")).Errors.ShouldContain("as many users as it may have");
    }

    [Fact]
    public async Task Listeners_encrypt_with_a_certificate_that_the_server_makes()
    {
        await using var server = await StartedServer.StartAsync(
            _directory, Data, "--set", "Listeners:public:Tls=true", "--set", "Listeners:public:AdvertisedHost=localhost");
        var address = new Uri(server.Said.Single(line => line.Contains("listener   public", StringComparison.Ordinal)).Split(' ')[^1]);
        address.Scheme.ShouldBe("https");
        address.Host.ShouldBe("localhost");

        var trusted = await CurlAsync("--cacert", Path.Combine(Data, "secrets", "tls.pem"), "-s", new Uri(address, "healthz").ToString());
        trusted.ExitCode.ShouldBe(0, trusted.Said);
        trusted.Output.ShouldContain("\"status\":\"ok\"");
        (await CurlAsync("-s", address.ToString())).ExitCode.ShouldBe(60, "nobody has to trust it unasked");
    }

    [Fact]
    public async Task A_server_of_some_roles_serves_them_and_no_others()
    {
        await using var server = await StartedServer.StartAsync(_directory, Data, "--roles", "registry");
        using var http = new HttpClient { BaseAddress = server.Http };

        (await http.GetAsync("registry/subjects")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.GetAsync("webhdfs/v1/?op=LISTSTATUS")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync("api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync("healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Kafka.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_supervisor_everything_is_served_but_queries_and_statements()
    {
        await using var server = await StartedServer.StartAsync(_directory, Data, "--roles", "api,namenode,broker,registry");
        var admin = await server.SignInAsync(_directory);
        await admin.DoAsync("project", "create", "lab");

        var refused = await admin.RunAsync("sql", "SELECT 1", "-p", "lab");

        refused.ExitCode.ShouldBe(ExitCode.Server, refused.Said);
        refused.Errors.ShouldContain("its role 'supervisor' is switched off");
    }

    private Task<HopsResult> CurlAsync(params string[] arguments)
    {
        var start = HopsProgram.Prepare(_directory, arguments);
        start.FileName = "curl";
        return HopsProgram.RunAsync(start, "");
    }
}
