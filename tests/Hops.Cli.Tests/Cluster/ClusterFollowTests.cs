using Hops.Cli.Tests.Support;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>How an Apache Kafka follows the metadata database, over absences of either.</summary>
public sealed class ClusterFollowTests(ApacheBroker apache) : IClassFixture<ApacheBroker>
{
    [ToolFact(ForeignTool.Java)]
    public async Task What_is_deleted_while_the_cluster_is_away_goes_when_it_is_back_although_the_server_was_killed_meanwhile()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("cora");
        var member = await side.UserAsync("carl");
        await owner.DoAsync("member", "add", "carl");
        await member.DoAsync("project", "use", "cora");
        foreach (var topic in new[] { "gone", "kept" })
            await owner.DoAsync("topic", "create", topic);
        await KafkaSide.SecretAsync(member);
        await KafkaSide.SecretAsync(owner);
        await using (await AbsenceAsync())
        {
            (await owner.RunAsync("topic", "create", "more")).ShouldSatisfyAllConditions(
                refused => refused.ExitCode.ShouldBe(ExitCode.Server, refused.Said), refused => refused.Errors.ShouldContain(apache.Address));
            (await owner.RunAsync("topic", "alter", "kept", "--retention", "2d")).Errors.ShouldContain(apache.Address);
            (await owner.JsonAsync("topic", "get", "kept")).GetRawText().ShouldNotContain("172800000");
            (await owner.RunAsync("topic", "export", "kept", Path.Combine(owner.Home, "kept.jsonl"))).ShouldSatisfyAllConditions(
                refused => refused.ExitCode.ShouldBe(ExitCode.Server, refused.Said), refused => refused.Errors.ShouldContain(apache.Address));
            var (status, refusal) = await side.PostMessagesAsync(owner, "cora/topics/kept", """{"form":"TEXT","records":[{"value":"one"}]}""");
            (status, refusal.GetRawText().Contains(apache.Address, StringComparison.Ordinal)).ShouldBe((503, true), refusal.GetRawText());
            await owner.DoAsync("topic", "delete", "gone", "--yes");
            await owner.DoAsync("member", "remove", "carl", "--yes");
            (await FindingsAsync(side)).ShouldContain(apache.Address);
            await side.KillAsync();
        }

        await side.StartAgainAsync();

        (await apache.AdministerAsync("topics", "--list")).Succeeded().Split('\n').Where(name => name.Contains(".cora.", StringComparison.Ordinal)).ShouldBe([side.TopicOf("cora", "kept")]);
        var rights = (await apache.AdministerAsync("acls", "--list")).Succeeded();
        rights.ShouldContain("User:cora__cora");
        rights.ShouldNotContain("User:cora__carl");
        rights.ShouldNotContain(side.TopicOf("cora", "gone"));
        var users = (await apache.AdministerAsync("configs", "--describe", "--entity-type", "users")).Succeeded();
        users.ShouldContain("cora__cora");
        users.ShouldNotContain("cora__carl");
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(side.Server.Http, "healthz"))).ShouldContain("\"ok\"");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Commands_that_read_and_write_records_say_which_secret_the_cluster_takes()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("fred");
        await owner.DoAsync("topic", "create", "orders");

        (await owner.RunAsync("topic", "read", "orders")).Errors.ShouldContain("hops credential rotate --kafka-properties librdkafka > FILE");

        var settings = await KafkaSide.SecretAsync(owner);
        var read = await owner.WithAsync(new Dictionary<string, string> { ["HOPS_KAFKA_PROPERTIES"] = settings }, "topic", "read", "orders");
        read.ExitCode.ShouldBe(ExitCode.Ok, read.Said);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_project_takes_its_topics_rights_and_secrets_with_it()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("dora");
        await owner.DoAsync("topic", "create", "orders");
        await KafkaSide.SecretAsync(owner);

        await owner.DoAsync("project", "delete", "dora", "--yes");

        (await apache.AdministerAsync("topics", "--list")).Succeeded().ShouldNotContain("dora");
        (await apache.AdministerAsync("acls", "--list")).Succeeded().ShouldNotContain("dora");
        (await apache.AdministerAsync("configs", "--describe", "--entity-type", "users")).Succeeded().ShouldNotContain("dora");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task The_rates_of_a_project_are_those_of_each_of_its_project_users_and_go_with_them()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("rita");
        var member = await side.UserAsync("rolf");
        await owner.DoAsync("member", "add", "rolf");
        await member.DoAsync("project", "use", "rita");
        await KafkaSide.SecretAsync(owner);
        await side.Admin.DoAsync("project", "alter", "rita", "--produce-rate", "65536", "--fetch-rate", "131072");
        (await RatesOfAsync("rita__rita")).ShouldBe(["consumer_byte_rate=131072.0", "producer_byte_rate=65536.0"]);

        // Who gets a secret later has them too; what else the administrator of the cluster has set stays.
        await KafkaSide.SecretAsync(member);
        (await apache.AdministerAsync("configs", "--alter", "--entity-type", "users", "--entity-name", "rita__rolf", "--add-config", "request_percentage=50")).Succeeded();
        (await RatesOfAsync("rita__rolf")).ShouldBe(["consumer_byte_rate=131072.0", "producer_byte_rate=65536.0", "request_percentage=50.0"]);
        await side.Admin.DoAsync("project", "alter", "rita", "--produce-rate", "unlimited");
        (await RatesOfAsync("rita__rolf")).ShouldBe(["consumer_byte_rate=131072.0", "request_percentage=50.0"]);

        // What somebody has changed there is set again at the next comparison.
        (await apache.AdministerAsync("configs", "--alter", "--entity-type", "users", "--entity-name", "rita__rita", "--add-config", "producer_byte_rate=1")).Succeeded();
        await BothBrokersTests.EventuallyAsync(async () => (await RatesOfAsync("rita__rita")) is ["consumer_byte_rate=131072.0"]);
        await owner.DoAsync("member", "remove", "rolf", "--yes");
        (await RatesOfAsync("rita__rolf")).ShouldBe(["request_percentage=50.0"]);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Settings_of_a_topic_are_changed_there_and_those_that_the_platform_does_not_know_are_left_alone()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("sven");
        await owner.DoAsync("topic", "create", "orders", "--config", "retention.bytes=1000000");
        var topic = side.TopicOf("sven", "orders");
        (await apache.AdministerAsync("configs", "--alter", "--entity-type", "topics", "--entity-name", topic, "--add-config", "unclean.leader.election.enable=true")).Succeeded();

        await owner.DoAsync("topic", "alter", "orders", "--retention", "1d", "--config", "segment.bytes=2000000");
        (await SettingsOfAsync(topic)).ShouldBe(["retention.bytes=1000000", "retention.ms=86400000", "segment.bytes=2000000", "unclean.leader.election.enable=true"]);
        await owner.DoAsync("topic", "alter", "orders", "--unset", "retention.ms", "--unset", "retention.bytes");
        (await SettingsOfAsync(topic)).ShouldBe(["segment.bytes=2000000", "unclean.leader.election.enable=true"]);
        (await owner.RunAsync("topic", "alter", "orders", "--validate-schema")).Errors.ShouldContain("embedded broker only");

        // What is changed there is set again at the next comparison.
        (await apache.AdministerAsync("configs", "--alter", "--entity-type", "topics", "--entity-name", topic, "--add-config", "segment.bytes=3000000")).Succeeded();
        await BothBrokersTests.EventuallyAsync(async () => (await SettingsOfAsync(topic)).Contains("segment.bytes=2000000"));
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_server_that_had_topics_of_its_own_makes_them_in_the_cluster_and_says_whose_secrets_have_to_be_made_anew()
    {
        await using var side = await KafkaSide.StartAsync(null);
        var owner = await side.OwnerAsync("hans");
        await owner.DoAsync("topic", "create", "orders", "--partitions", "3");
        var before = await KafkaSide.SecretAsync(owner);
        (await KafkaSide.ProduceAsync(before, "orders", "of before")).Succeeded();
        await side.MoveToAsync(apache);
        var topic = side.TopicOf("hans", "orders");

        (await apache.AdministerAsync("topics", "--describe", "--topic", topic)).Succeeded().ShouldContain("PartitionCount: 3");
        (await FindingsAsync(side)).ShouldContain("such as 'hans__hans'");
        var after = await KafkaSide.SecretAsync(owner);
        (await KafkaSide.ProduceAsync(after, topic, "of after")).Succeeded();
        (await FindingsAsync(side)).ShouldBeEmpty();
        (await KafkaSide.ConsumeAsync(after, topic)).Succeeded().ShouldBe("of after\n");

        // What the cluster loses is told of at the next comparison, or given to it again.
        (await apache.AdministerAsync("configs", "--alter", "--entity-type", "users", "--entity-name", "hans__hans", "--delete-config", "SCRAM-SHA-512")).Succeeded();
        (await apache.AdministerAsync("topics", "--delete", "--topic", topic)).Succeeded();
        await BothBrokersTests.EventuallyAsync(async () => (await FindingsAsync(side)).Contains("such as 'hans__hans'", StringComparison.Ordinal));

        // A comparison may have come between the two.
        await BothBrokersTests.EventuallyAsync(async () => (await apache.AdministerAsync("topics", "--describe", "--topic", topic)).Output.Contains("PartitionCount: 3", StringComparison.Ordinal));
    }

    [ToolFact(ForeignTool.Java)]
    public async Task What_the_platform_has_not_made_is_left_alone_and_told_of_and_rights_that_it_has_not_given_are_taken_away()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("elsa");
        var (foreign, made) = (side.TopicOf("elsa", "foreign"), side.TopicOf("elsa", "made"));
        (await apache.AdministerAsync("topics", "--create", "--topic", foreign)).Succeeded();
        (await apache.AdministerAsync("configs", "--alter", "--entity-type", "users", "--entity-name", "elsa__elsa", "--add-config", "SCRAM-SHA-512=[password=of-another]")).Succeeded();
        foreach (var user in new[] { "monitor", "elsa__nobody" })
            (await apache.AdministerAsync("acls", "--add", "--allow-principal", $"User:{user}", "--operation", "Read", "--topic", made)).Succeeded();

        (await owner.RunAsync("topic", "create", "foreign")).Errors.ShouldContain($"The Kafka cluster has a topic '{foreign}' already");
        await owner.DoAsync("topic", "create", "made");
        await KafkaSide.SecretAsync(owner);

        (await FindingsAsync(side)).ShouldContain("The cluster has a user 'elsa__elsa' that the platform has not made");
        await BothBrokersTests.EventuallyAsync(async () => !(await apache.AdministerAsync("acls", "--list")).Succeeded().Contains("elsa__nobody", StringComparison.Ordinal));
        (await apache.AdministerAsync("acls", "--list", "--topic", made)).Succeeded().ShouldContain("User:monitor");
        await owner.DoAsync("project", "delete", "elsa", "--yes");
        (await apache.AdministerAsync("topics", "--list")).Succeeded().ShouldContain(foreign);
        (await apache.AdministerAsync("configs", "--describe", "--entity-type", "users", "--entity-name", "elsa__elsa")).Succeeded().ShouldContain("SCRAM-SHA-512");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_topic_that_the_cluster_does_not_take_is_refused_with_its_words_and_is_not_there()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("fred");

        var tooLong = await owner.RunAsync("topic", "create", new string('x', 245));
        (await apache.AdministerAsync("topics", "--create", "--topic", side.TopicOf("fred", "a_b"))).Succeeded();
        var collides = await owner.RunAsync("topic", "create", "a.b");

        tooLong.Errors.ShouldContain("too long");
        collides.Errors.ShouldContain("collides");
        (await owner.JsonAsync("topic", "list")).GetArrayLength().ShouldBe(0);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task What_only_the_embedded_broker_can_do_is_refused_with_one_sentence()
    {
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("gina");
        var schema = owner.Write("s.avsc", """{"type":"record","name":"R","fields":[{"name":"n","type":"string"}]}""");
        await owner.DoAsync("topic", "create", "orders", "--value-schema", schema);

        (await owner.RunAsync("topic", "repair", "orders")).ShouldSatisfyAllConditions(
            refused => refused.ExitCode.ShouldNotBe(0, refused.Said), refused => refused.Errors.ShouldContain("Topics are repaired in the embedded broker only", Case.Sensitive, refused.Said));
        (await owner.DoAsync("sql", "SELECT 42 AS answer")).ShouldContain("42");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_cluster_that_encrypts_is_trusted_by_the_file_of_who_vouches_for_it_by_the_server_runners_and_commands()
    {
        await using var side = await KafkaSide.StartAsync(apache, isEncrypted: true);
        var owner = await side.OwnerAsync("tess");
        await owner.DoAsync("topic", "create", "cities", "--value-schema", owner.Write("c.avsc", """{"type":"record","name":"C","fields":[{"name":"city","type":"string"}]}"""));
        var settings = owner.Write("client.properties", $"{await File.ReadAllTextAsync(await KafkaSide.SecretAsync(owner))}ssl.ca.location={apache.CertificateFile}\n");
        (await File.ReadAllTextAsync(settings)).ShouldContain("security.protocol=SASL_SSL");

        (await owner.TypeAsync("""{"city":"Oslo"}""", "topic", "produce", "cities", "--kafka-properties", settings)).ExitCode.ShouldBe(ExitCode.Ok);
        (await owner.DoAsync("topic", "read", "cities", "--kafka-properties", settings)).ShouldBe("""{"city":"Oslo"}""" + "\n");
        (await owner.DoAsync("sql", "SELECT city FROM topics.cities")).ShouldContain("Oslo");
        (await owner.RunAsync("topic", "read", "cities", "--kafka-properties", await WithoutAuthorityAsync())).Errors.ShouldContain("shows a certificate that is refused");

        async Task<string> WithoutAuthorityAsync() =>
            owner.Write("other.properties", string.Join('\n', (await File.ReadAllLinesAsync(settings)).Where(line => !line.StartsWith("ssl.", StringComparison.Ordinal))));
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_server_that_does_not_trust_the_cluster_does_not_start_and_names_the_setting()
    {
        string[] settings = [$"Kafka:Cluster:BootstrapServers={apache.EncryptedAddress}", "Kafka:Cluster:UserName=admin", $"Kafka:Cluster:PasswordFile={apache.PasswordFile}"];
        foreach (var (trusted, said) in new[] { ((string?)null, "shows a certificate that is refused"), ("/no/such/file", "'/no/such/file' cannot be read"), (apache.PasswordFile, "holds no certificate") })
        {
            var refused = await RefusedAsync(trusted is null ? settings : [.. settings, $"Kafka:Cluster:TruststoreFile={trusted}"]);
            refused.Errors.ShouldContain(said, Case.Sensitive, refused.Said);
            refused.Errors.ShouldContain("Kafka:Cluster:TruststoreFile", Case.Sensitive, refused.Said);
        }
    }

    [ToolTheory]
    [InlineData("Kafka:Cluster:BootstrapServers=127.0.0.1:1", "The Kafka cluster at 127.0.0.1:1 cannot be reached")]
    [InlineData("Kafka:Cluster:PasswordFile=/dev/null", "does not let the platform in as 'admin'")]
    [InlineData("Kafka:Cluster:UserName=alice", "does not let the platform in as 'alice'")]
    [InlineData("Kafka:Cluster:SaslMechanism=GSSAPI", "Kafka:Cluster:SaslMechanism is SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN")]
    [InlineData("Kafka:Cluster:SecurityProtocol=SASL_SSL", "does not shake hands for TLS")]
    [InlineData("Kafka:Cluster:NamePrefix=a b", "Kafka:Cluster:NamePrefix has 1 to 32 letters")]
    [InlineData("Kafka:Cluster:PasswordFile=/no/such/file", "cannot be read")]
    public async Task A_server_whose_cluster_does_not_let_it_in_does_not_start_and_says_why(string setting, string said)
    {
        var refused = await RefusedAsync(
            $"Kafka:Cluster:BootstrapServers={apache.Address}", "Kafka:Cluster:SecurityProtocol=SASL_PLAINTEXT", "Kafka:Cluster:UserName=admin",
            $"Kafka:Cluster:PasswordFile={apache.PasswordFile}", setting);

        refused.Errors.ShouldContain(said, Case.Sensitive, refused.Said);
    }

    /// <summary>A server that has not started with these settings.</summary>
    internal static async Task<HopsResult> RefusedAsync(params string[] settings)
    {
        var home = Directory.CreateTempSubdirectory("hops-refused-").FullName;
        try
        {
            var refused = await HopsProgram.RunAsync(
                HopsProgram.Prepare(home, ["server", "--data", Path.Combine(home, "data"), "--http-port", "0", .. settings.SelectMany(one => new[] { "--set", one })]), "");
            refused.ExitCode.ShouldNotBe(ExitCode.Ok, refused.Said);
            return refused;
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>What the administrator is told.</summary>
    private static async Task<string> FindingsAsync(KafkaSide side) => string.Join(
        '\n',
        from part in (await side.Admin.JsonAsync("status")).GetProperty("parts").EnumerateArray()
        from finding in part.GetProperty("findings").EnumerateArray()
        select finding.GetString());

    /// <summary>Settings that a topic has of its own, as the cluster's own tool prints them.</summary>
    private async Task<IReadOnlyList<string>> SettingsOfAsync(string topic)
    {
        var said = (await apache.AdministerAsync("configs", "--describe", "--entity-type", "topics", "--entity-name", topic)).Succeeded();
        return [.. said.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(word => word.Contains('=')).Order(StringComparer.Ordinal)];
    }

    /// <summary>Quotas of a user, as the cluster's own tool prints them.</summary>
    private async Task<IReadOnlyList<string>> RatesOfAsync(string user)
    {
        var said = (await apache.AdministerAsync("configs", "--describe", "--entity-type", "users", "--entity-name", user)).Succeeded();
        return [.. said.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains("_byte_rate=") || word.Contains("_percentage=")).Order(StringComparer.Ordinal)];
    }

    /// <summary>Stops the cluster; it is started again whatever happens, for other tests need it.</summary>
    private async Task<Absence> AbsenceAsync()
    {
        await apache.StopAsync();
        return new Absence(apache);
    }

    private sealed class Absence(ApacheBroker apache) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await apache.StartAsync();
    }
}

/// <summary>A theory over Apache Kafka; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute() => Skip = new ToolFactAttribute(ForeignTool.Java).Skip;
}
