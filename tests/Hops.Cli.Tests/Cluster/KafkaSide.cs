using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Cli.Tests.Support;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>A server whose topics are in its embedded broker, or in a real Apache Kafka; the same questions are asked of both.</summary>
internal sealed class KafkaSide : IAsyncDisposable
{
    private static int s_count;

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-side-").FullName;
    private readonly string _prefix = $"t{Interlocked.Increment(ref s_count)}.";
    private ApacheBroker? _apache;

    private readonly bool _isEncrypted;
    private readonly string? _address;

    private KafkaSide(ApacheBroker? apache, bool isEncrypted, string? address) => (_apache, _isEncrypted, _address) = (apache, isEncrypted, address);

    public StartedServer Server { get; private set; } = null!;

    public Person Admin { get; private set; } = null!;

    private string[] Settings => _apache is null
        ? []
        :
        [
            .. ((string[])
            [
                .. _isEncrypted
                    ? new[] { $"BootstrapServers={_apache.EncryptedAddress}", $"TruststoreFile={_apache.CertificateFile}" }
                    : [$"BootstrapServers={_address ?? _apache.Address}", "SecurityProtocol=SASL_PLAINTEXT"],
                "UserName=admin", $"PasswordFile={_apache.PasswordFile}", $"NamePrefix={_prefix}",
                "SyncInterval=5s",
            ]).SelectMany(setting => new[] { "--set", $"Kafka:Cluster:{setting}" }),
        ];

    /// <param name="apache">Where the topics are; null for the embedded broker.</param>
    /// <param name="isEncrypted">True to reach it where it encrypts.</param>
    /// <param name="address">Where to reach it otherwise; null for where it is.</param>
    public static async Task<KafkaSide> StartAsync(ApacheBroker? apache, bool isEncrypted = false, string? address = null)
    {
        var side = new KafkaSide(apache, isEncrypted, address);
        side.Server = await StartedServer.StartAsync(side._directory, Path.Combine(side._directory, "data"), side.Settings);
        side.Admin = await side.Server.SignInAsync(side._directory);
        return side;
    }

    /// <summary>Ends the server as a crash does.</summary>
    public Task KillAsync() => Server.KillAsync();

    /// <summary>Starts another server over the same data, after the one before has ended.</summary>
    public async Task StartAgainAsync() => Server = await StartedServer.StartAsync(_directory, Path.Combine(_directory, "data"), Settings);

    /// <summary>Starts it again at the same address, with its topics in an Apache Kafka from now on.</summary>
    public async Task MoveToAsync(ApacheBroker apache)
    {
        await Server.DisposeAsync();
        _apache = apache;
        Server = await StartedServer.StartAsync(
            _directory, Path.Combine(_directory, "data"), ["--set", FormattableString.Invariant($"Listeners:http:Port={Server.Http.Port}"), .. Settings]);
    }

    /// <summary>What clients call a topic of their own project.</summary>
    public string TopicOf(string project, string topic) => _apache is null ? topic : $"{_prefix}{project}.{topic}";

    /// <summary>What clients of another project call it.</summary>
    public string BorrowedTopicOf(string owner, string topic) => _apache is null ? $"{owner}.{topic}" : TopicOf(owner, topic);

    /// <summary>What clients call a group.</summary>
    public string GroupOf(string project, string group) => TopicOf(project, group);

    /// <summary>A new user, who has signed in.</summary>
    public async Task<Person> UserAsync(string name)
    {
        var made = await Admin.JsonAsync("user", "create", name);
        var user = new Person(Directory.CreateDirectory(Path.Combine(_directory, "home-" + name)).FullName, Server.Http);
        var login = await user.TypeAsync($"{made.GetProperty("oneTimePassword").GetString()}\n{LiveServer.PasswordOf(name)}\n", "login", name, "--password-stdin");
        login.ExitCode.ShouldBe(ExitCode.Ok, login.Said);
        return user;
    }

    /// <summary>A new user who owns a new project of the same name and works in it.</summary>
    public async Task<Person> OwnerAsync(string name)
    {
        var owner = await UserAsync(name);
        await owner.DoAsync("project", "create", name);
        await owner.DoAsync("project", "use", name);
        return owner;
    }

    /// <summary>What the REST interface answers somebody who has signed in.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="route">What, under <c>/api/v1</c>.</param>
    public async Task<JsonElement> GetAsync(Person person, string route)
    {
        using var http = await OpenAsync(person);
        var answer = await http.GetAsync(new Uri($"api/v1/{route}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonElement.Parse(text);
    }

    /// <summary>Writes records by the REST interface, as somebody who has signed in.</summary>
    /// <param name="person">Who writes.</param>
    /// <param name="topic">Where, under <c>/api/v1/projects</c>.</param>
    /// <param name="request">What, as JSON.</param>
    /// <returns>The status, and the answer.</returns>
    public async Task<(int Status, JsonElement Body)> PostMessagesAsync(Person person, string topic, string request)
    {
        using var http = await OpenAsync(person);
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        var answer = await http.PostAsync(new Uri($"api/v1/projects/{topic}/messages", UriKind.Relative), content);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>The lines of a stream of events, from now on; they end with it.</summary>
    public async IAsyncEnumerable<string> ListenAsync(Person person, string channel)
    {
        using var http = await OpenAsync(person);
        using var lines = new StreamReader(await http.GetStreamAsync(new Uri($"api/v1/events?channels={Uri.EscapeDataString(channel)}", UriKind.Relative)));
        while (await lines.ReadLineAsync() is { } line)
            yield return line;
    }

    private async Task<HttpClient> OpenAsync(Person person)
    {
        var token = JsonElement.Parse(await File.ReadAllTextAsync(person.ProfilePath)).GetProperty("default").GetProperty("token").GetString();
        var http = new HttpClient { BaseAddress = Server.Http, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Makes a new secret of somebody's project-user.</summary>
    /// <returns>A file of settings for librdkafka or, of the kind <c>java</c>, Apache's tools.</returns>
    public static async Task<string> SecretAsync(Person person, string client = "librdkafka") =>
        person.Write($"{Guid.NewGuid():N}.properties", await person.DoAsync("credential", "rotate", "--yes", "--kafka-properties", client));

    /// <summary>Writes a record with kafka-python; librdkafka 2.0, of Debian, cannot sign in to Kafka 4 by SCRAM.</summary>
    public static Task<ToolResult> ProduceAsync(string settings, string topic, string record, int? partition = null) =>
        Tool.RunAsync(ToolFactAttribute.Python, [Script, settings, topic, record, .. partition is { } number ? [number.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>()]);

    /// <summary>Reads a topic from its beginning to its end, likewise.</summary>
    public static Task<ToolResult> ConsumeAsync(string settings, string topic) => Tool.RunAsync(ToolFactAttribute.Python, [Script, settings, topic]);

    private static string Script => Path.Combine(ToolFactAttribute.Repository, "tests", "Hops.Cli.Tests", "Cluster", "records.py");

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
