using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Security;

/// <summary>Credentials that end while their connections live, and those that take their place there (KIP-368).</summary>
public sealed class SessionLifetimeTests : IAsyncLifetime
{
    private const string Ann = "red__ann";

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        await _broker.CreateTopicAsync("ledger", tenantId: 1);
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("OAUTHBEARER")]
    public async Task A_client_is_told_how_long_its_credential_lasts(string mechanism)
    {
        using var client = await SignedInClient.OpenAsync(_broker.Port, Ann);
        (await SignInAgainAsync(client, mechanism)).SessionLifetimeMs.ShouldBe(0, "a secret has no end");

        _gate.Renew(Ann, "token-1", TimeProvider.System.GetUtcNow().AddHours(1));

        (await SignInAgainAsync(client, mechanism)).SessionLifetimeMs.ShouldBeInRange(3_500_000, 3_600_000);
    }

    [Fact]
    public async Task A_connection_that_signs_in_again_in_time_goes_on_without_losing_a_record_and_one_that_does_not_is_closed()
    {
        _gate.Renew(Ann, "token-1", TimeProvider.System.GetUtcNow().AddMinutes(1));
        using var renewed = await SignedInClient.OpenAsync(_broker.Port, Ann);
        using var late = await SignedInClient.OpenAsync(_broker.Port, Ann);
        (await ProduceAsync(renewed)).ShouldBe(0);
        (await ProduceAsync(late)).ShouldBe(1);

        _gate.Renew(Ann, "token-2", TimeProvider.System.GetUtcNow().AddHours(1));
        (await SignInAgainAsync(renewed, "OAUTHBEARER")).ErrorCode.ShouldBe(KafkaError.None);
        (await ProduceAsync(renewed)).ShouldBe(2);
        _gate.End("token-1");

        (await ProduceAsync(renewed)).ShouldBe(3);
        (await Should.ThrowAsync<Exception>(() => ProduceAsync(late))).Message.ShouldContain("closed", Case.Insensitive);
        _broker.Broker.Logs.Find(1, "ledger", 0)!.HighWatermark.ShouldBe(4);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-512")]
    public async Task A_client_signs_in_again_by_raw_tokens_of_as_many_rounds_as_at_first(string mechanism)
    {
        using var client = new RawClient(_broker.Port);
        for (var round = 0; round < 3; round++)
        {
            (await client.AskAsync<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = mechanism }, 0)).ErrorCode.ShouldBe(KafkaError.None);
            var hash = mechanism == "SCRAM-SHA-256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
            var first = $"n={Ann},r=nonce{round}";
            var challenge = Encoding.UTF8.GetString((await client.TellAsync("n,," + first))!);

            var final = Encoding.UTF8.GetString((await client.TellAsync(ProofOf(hash, first, challenge)))!);

            final.ShouldStartWith("v=");
            (await client.AskAsync<MetadataRequest, MetadataResponse>(new(), 12)).Topics.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task An_idle_connection_ends_with_its_credential_and_one_that_has_signed_in_again_goes_on()
    {
        var clock = new AheadClock();
        await using var broker = await TestBroker.StartAsync(_gate, clock: clock);
        var end = TimeProvider.System.GetUtcNow().AddHours(1);
        _gate.Renew(Ann, "token-1", end);
        using var idle = await SignedInClient.OpenAsync(broker.Port, Ann);
        using var renewed = await SignedInClient.OpenAsync(broker.Port, Ann);
        await renewed.SendAsync<MetadataRequest, MetadataResponse>(new(), 12);
        broker.Broker.Expiries.Count.ShouldBe(2);
        _gate.Renew(Ann, "token-2", end.AddHours(1));
        (await SignInAgainAsync(renewed, "OAUTHBEARER")).ErrorCode.ShouldBe(KafkaError.None);

        clock.Ahead = TimeSpan.FromHours(1);

        (await idle.ReadAsync()).ShouldBeNull();
        await renewed.SendAsync<MetadataRequest, MetadataResponse>(new(), 12);
        broker.Broker.Expiries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_signs_in_again_as_somebody_else()
    {
        using var client = await SignedInClient.OpenAsync(_broker.Port, Ann);
        await client.SendAsync<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = "PLAIN" }, 1);

        var answer = await client.SendAsync<SaslAuthenticateRequest, SaslAuthenticateResponse>(new() { AuthBytes = Encoding.UTF8.GetBytes("\0red__sam\0pencil") }, 2);

        answer.ErrorCode.ShouldBe(KafkaError.SaslAuthenticationFailed);
        (await Should.ThrowAsync<Exception>(() => ProduceAsync(client))).Message.ShouldContain("closed", Case.Insensitive);
    }

    private static async Task<SaslAuthenticateResponse> SignInAgainAsync(SignedInClient client, string mechanism)
    {
        (await client.SendAsync<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = mechanism }, 1)).ErrorCode.ShouldBe(KafkaError.None);
        var said = mechanism == "PLAIN" ? $"\0{Ann}\0pencil" : $"n,,\u0001auth=Bearer token-{Ann}\u0001\u0001";
        return await client.SendAsync<SaslAuthenticateRequest, SaslAuthenticateResponse>(new() { AuthBytes = Encoding.UTF8.GetBytes(said) }, 2);
    }

    /// <summary>The client's last message (RFC 5802 section 3).</summary>
    private static string ProofOf(HashAlgorithmName hash, string first, string challenge)
    {
        var parts = challenge.Split(',').Select(part => part[2..]).ToArray();
        var withoutProof = $"c=biws,r={parts[0]}";
        var length = hash == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;
        var salted = Rfc2898DeriveBytes.Pbkdf2("pencil"u8.ToArray(), Convert.FromBase64String(parts[1]), int.Parse(parts[2], CultureInfo.InvariantCulture), hash, length);
        var key = CryptographicOperations.HmacData(hash, salted, "Client Key"u8);
        var signature = CryptographicOperations.HmacData(hash, CryptographicOperations.HashData(hash, key), Encoding.UTF8.GetBytes($"{first},{challenge},{withoutProof}"));
        return $"{withoutProof},p={Convert.ToBase64String([.. key.Zip(signature, (one, other) => (byte)(one ^ other))])}";
    }

    private static async Task<long> ProduceAsync(SignedInClient client)
    {
        var sent = new ProduceRequest.Topic { Name = "ledger", PartitionData = [new() { Records = new RecordBytes(LogBench.Batch(1)) }] };
        var answer = (await client.SendAsync<ProduceRequest, ProduceResponse>(new() { Acks = -1, TimeoutMs = 10_000, TopicData = [sent] }, 9)).Responses.Single().PartitionResponses.Single();
        answer.ErrorCode.ShouldBe(KafkaError.None);
        return answer.BaseOffset;
    }

    /// <summary>The time of day of the system and more; timers are those of the system.</summary>
    private sealed class AheadClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
