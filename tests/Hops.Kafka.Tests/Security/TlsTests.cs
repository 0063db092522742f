using System.Security.Cryptography.X509Certificates;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Security;

/// <summary>A broker that encrypts, to our own client and to foreign ones (<c>SASL_SSL</c>).</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private const string Confluent = """
        import sys
        from confluent_kafka import Producer, Consumer
        address, authority = sys.argv[1:3]
        signed = {'bootstrap.servers': address, 'security.protocol': 'SASL_SSL', 'ssl.ca.location': authority, 'sasl.mechanism': 'SCRAM-SHA-512', 'sasl.username': 'red__ann', 'sasl.password': 'pencil'}
        producer = Producer({**signed, 'enable.idempotence': False})
        for number in range(100):
            producer.produce('ledger', f'row {number}'.encode())
        if producer.flush(20): raise SystemExit('not all were taken')
        consumer = Consumer({**signed, 'group.id': 'readers', 'auto.offset.reset': 'earliest'})
        consumer.subscribe(['ledger'])
        read = []
        while len(read) < 100:
            message = consumer.poll(20)
            if message is None or message.error(): raise SystemExit(f'after {len(read)}: {message and message.error()}')
            read.append(message.value().decode())
        consumer.close()
        print(read[0], read[-1])
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-tls-").FullName;
    private readonly X509Certificate2 _certificate = TestAuthority.Certificate();
    private TestBroker _broker = null!;

    private string Authority => Path.Combine(_directory, "authority.pem");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Authority, _certificate.ExportCertificatePem());
        _broker = await TestBroker.StartAsync(new TestGate(), certificate: _certificate);
        await _broker.CreateTopicAsync("ledger", tenantId: 1);
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Our_client_writes_and_reads_a_large_batch()
    {
        await using var connection = await OpenAsync(Authority);
        var value = new byte[600_000];
        Random.Shared.NextBytes(value);
        var batch = CraftedBatch.Of(CompressionCodec.None, CraftedBatch.Framed([0, 0, 0, .. CraftedBatch.VarLong(-1), .. CraftedBatch.VarLong(value.Length), .. value, 0]));
        var produce = new ProduceRequest { Acks = -1, TimeoutMs = 10_000, TopicData = [new() { Name = "ledger", PartitionData = [new() { Records = new RecordBytes(batch) }] }] };

        var taken = await connection.SendAsync<ProduceRequest, ProduceResponse>(produce, 9, CancellationToken.None);
        taken.Responses.Single().PartitionResponses.Single().ErrorCode.ShouldBe(KafkaError.None);

        var fetch = new FetchRequest { MaxWaitMs = 1_000, MinBytes = 1, MaxBytes = 1 << 20, Topics = [new() { Name = "ledger", Partitions = [new() { PartitionMaxBytes = 1 << 20 }] }] };
        var read = await connection.SendAsync<FetchRequest, FetchResponse>(fetch, 11, CancellationToken.None);
        read.Responses.Single().Partitions.Single().Records.ToMemory().Span.IndexOf(value).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_certificate_for_which_nobody_vouches_is_refused_with_what_to_do()
    {
        using var stranger = TestAuthority.Certificate();
        var other = Path.Combine(_directory, "other.pem");
        await File.WriteAllTextAsync(other, stranger.ExportCertificatePem());

        foreach (var authority in new[] { other, null })
        {
            var refusal = await Should.ThrowAsync<PlatformException>(() => OpenAsync(authority));
            refusal.Code.ShouldBe(ErrorCode.AccessDenied);
            refusal.Message.ShouldContain("shows a certificate that is refused");
            refusal.Message.ShouldContain("Name the file of who vouches for it");
        }
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_refused()
    {
        using var certificate = TestAuthority.Certificate("broker.example.org");
        await File.WriteAllTextAsync(Authority, certificate.ExportCertificatePem());
        await using var broker = await TestBroker.StartAsync(new TestGate(), certificate: certificate);

        var refusal = await Should.ThrowAsync<PlatformException>(() => OpenAsync(broker, Authority));

        refusal.Code.ShouldBe(ErrorCode.AccessDenied);
        refusal.Message.ShouldContain("RemoteCertificateNameMismatch");
    }

    [Theory]
    [InlineData("absent.pem", null, "cannot be read")]
    [InlineData("empty.pem", "no certificate\n", "holds no certificate")]
    [InlineData("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be read")]
    public async Task A_file_that_holds_no_certificate_is_named(string name, string? content, string message)
    {
        var path = Path.Combine(_directory, name);
        if (content is not null)
            await File.WriteAllTextAsync(path, content);

        var refusal = await Should.ThrowAsync<PlatformException>(() => OpenAsync(path));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain(path);
        refusal.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Tls_to_a_broker_that_speaks_none_and_none_to_one_that_does_end_with_a_refusal()
    {
        await using var plain = await TestBroker.StartAsync(new TestGate());

        var noTls = await Should.ThrowAsync<PlatformException>(() => BrokerConnection.OpenAsync(
            new BrokerAddress("127.0.0.1", plain.Port) { Tls = new() { AuthorityFile = Authority } }, null, CancellationToken.None));
        var onlyTls = await Should.ThrowAsync<PlatformException>(() => BrokerConnection.OpenAsync(
            new BrokerAddress("127.0.0.1", _broker.Port), null, CancellationToken.None));

        noTls.Code.ShouldBe(ErrorCode.Unavailable);
        noTls.Message.ShouldContain("does not shake hands for TLS");
        onlyTls.Code.ShouldBe(ErrorCode.Unavailable);
    }

    [ToolFact(ForeignTool.Kcat)]
    public async Task Kcat_produces_and_consumes_by_an_authority_and_not_by_another()
    {
        using var stranger = TestAuthority.Certificate();
        var other = Path.Combine(_directory, "other.pem");
        await File.WriteAllTextAsync(other, stranger.ExportCertificatePem());

        (await KcatAsync(Authority, "one\ntwo\n", "-P")).Succeeded();

        (await KcatAsync(Authority, "", "-C", "-e", "-q")).Succeeded().ShouldBe("one\ntwo\n");
        var refused = await KcatAsync(other, "", "-L", "-m", "5");
        refused.ExitCode.ShouldNotBe(0);
        refused.Errors.ShouldContain("certificate verify failed");
    }

    [ToolFact(ForeignTool.Python)]
    public async Task Librdkafka_produces_and_consumes_in_a_group_under_scram() =>
        (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", Confluent, _broker.Address, Authority])).Succeeded().ShouldBe("row 0 row 99\n");

    private Task<ToolResult> KcatAsync(string authority, string input, params string[] arguments) => Tool.RunAsync(
        "kcat",
        [
            .. arguments, "-b", _broker.Address, "-t", "ledger", "-X", "security.protocol=SASL_SSL", "-X", $"ssl.ca.location={authority}",
            "-X", "sasl.mechanism=PLAIN", "-X", "sasl.username=red__ann", "-X", "sasl.password=pencil",
        ],
        input);

    private Task<BrokerConnection> OpenAsync(string? authority) => OpenAsync(_broker, authority);

    private static Task<BrokerConnection> OpenAsync(TestBroker broker, string? authority) => BrokerConnection.OpenAsync(
        new BrokerAddress("127.0.0.1", broker.Port) { Tls = new() { AuthorityFile = authority } }, new BrokerCredential("red__ann", "pencil"), CancellationToken.None);
}
