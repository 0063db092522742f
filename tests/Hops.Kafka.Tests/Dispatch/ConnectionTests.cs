using System.Buffers.Binary;
using System.Collections.Concurrent;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Tests.Wire;
using Hops.Kafka.Wire.Messages;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Tests.Dispatch;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Responses_come_in_the_order_of_the_requests()
    {
        const int Requests = 300;
        await using var broker = await TestBroker.StartAsync();
        using var client = new RawClient(broker.Port);
        var bytes = Enumerable.Range(0, Requests).SelectMany(id => id % 3 == 0
            ? RawClient.Request<MetadataRequest, MetadataResponse>(new MetadataRequest(), 12, id)
            : RawClient.Request<ApiVersionsRequest, ApiVersionsResponse>(new ApiVersionsRequest { ClientSoftwareName = "a", ClientSoftwareVersion = "1" }, 3, id));

        await client.Stream.WriteAsync(bytes.ToArray());

        for (var id = 0; id < Requests; id++)
            BinaryPrimitives.ReadInt32BigEndian(await client.ReadAsync()).ShouldBe(id);
    }

    [Fact]
    public async Task A_future_version_of_ApiVersions_is_told_our_range_in_version_0()
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = new RawClient(broker.Port);

        await client.Stream.WriteAsync(RawClient.Request<ApiVersionsRequest, ApiVersionsResponse>(new ApiVersionsRequest(), 99, 7));

        var body = (await client.ReadAsync())![sizeof(int)..];
        var response = WireBytes.Decode<ApiVersionsResponse>(body, 0, isFlexible: false, out var unread);
        unread.ShouldBe(0);
        response.ErrorCode.ShouldBe(KafkaError.UnsupportedVersion);
        response.ApiKeys.Single().ApiKey.ShouldBe((short)18);
    }

    [Theory]
    [InlineData("7f ff ff ff")]
    [InlineData("ff ff ff ff")]
    [InlineData("00 00 00 04 00 03 00 00")]
    [InlineData("00 00 00 0a 03 e7 00 00 00 00 00 01 ff ff")]
    [InlineData("00 00 00 0e 00 03 00 01 00 00 00 01 ff ff 7f ff ff ff")]
    public async Task A_frame_that_is_too_large_or_malformed_ends_the_connection(string hex)
    {
        await using var broker = await TestBroker.StartAsync();
        using var client = new RawClient(broker.Port);

        await client.Stream.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        (await client.ReadAsync()).ShouldBeNull();
        broker.Broker.Frames.InFlightBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData("00 00 00 04 00 03 00 00", "a request is shorter than its header")]
    [InlineData("00 00 00 0a 03 e7 00 00 00 00 00 01 ff ff", "API 999 is not served")]
    [InlineData("00 00 00 0a 00 00 7f ff 00 00 00 01 ff ff", "the client '' asks for Produce version 32767, which is not served")]
    [InlineData("00 00 00 0a 00 03 00 01 00 00 00 01 00 05", "5 bytes are needed and 0 remain, at byte 10")]
    [InlineData("00 00 00 0e 00 03 00 01 00 00 00 01 ff ff 7f ff ff ff", "an array of 2147483647 elements does not fit in the 0 bytes that remain, at byte 14")]
    [InlineData("00 00 00 11 00 03 00 01 00 00 00 01 ff ff 00 00 00 01 00 01 ff", "a string is not valid UTF-8, at byte 17")]
    public async Task What_is_before_a_malformed_request_is_answered_and_why_it_is_none_is_in_the_log(string hex, string why)
    {
        using var lines = new KeptLines();
        await using var broker = await TestBroker.StartAsync(lines: lines);
        using var client = new RawClient(broker.Port);
        var metadata = RawClient.Request<MetadataRequest, MetadataResponse>(new MetadataRequest(), 12, 7);

        await client.Stream.WriteAsync((byte[])[.. metadata, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), .. metadata]);

        BinaryPrimitives.ReadInt32BigEndian(await client.ReadAsync()).ShouldBe(7);
        (await client.ReadAsync()).ShouldBeNull();
        lines.All.ShouldHaveSingleItem().ShouldContain(why);
        broker.Broker.Frames.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_answered_before_authentication()
    {
        await using var broker = await TestBroker.StartAsync(new TestGate());
        foreach (var row in ApiTable.Rows.Where(row => row.Access.Audience != Kafka.Dispatch.ApiAudience.BeforeAuthentication))
        {
            using var client = new RawClient(broker.Port);
            byte[] frame = [0, 0, 0, 10, 0, (byte)row.Key, 0, (byte)row.ServedVersionMin, 0, 0, 0, 1, 0xff, 0xff];
            await client.Stream.WriteAsync(frame);
            (await client.ReadAsync()).ShouldBeNull(row.Key.ToString());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_frame_before_authentication_ends_the_connection(bool isTls)
    {
        using var certificate = isTls ? TestAuthority.Certificate() : null;
        await using var broker = await TestBroker.StartAsync(new TestGate(), certificate: certificate);
        using var client = new RawClient(broker.Port, isTls);

        await client.Stream.WriteAsync(new byte[] { 0, 1, 0, 1 });

        (await client.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_membership_that_ends_closes_the_open_connection()
    {
        var gate = new TestGate();
        await using var broker = await TestBroker.StartAsync(gate);
        using var client = new RawClient(broker.Port);
        await client.Stream.WriteAsync(RawClient.Request<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = "PLAIN" }, 1, 1));
        await client.Stream.WriteAsync(RawClient.Request<SaslAuthenticateRequest, SaslAuthenticateResponse>(
            new() { AuthBytes = "\0red__ann\0pencil"u8.ToArray() }, 2, 2));
        await client.Stream.WriteAsync(RawClient.Request<MetadataRequest, MetadataResponse>(new(), 12, 3));
        for (var id = 1; id <= 3; id++)
            BinaryPrimitives.ReadInt32BigEndian(await client.ReadAsync()).ShouldBe(id);

        gate.Remove("red__ann");
        await client.Stream.WriteAsync(RawClient.Request<MetadataRequest, MetadataResponse>(new(), 12, 4));

        (await client.ReadAsync()).ShouldBeNull();
    }

    /// <summary>What connections say of malformed requests.</summary>
    private sealed class KeptLines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "Malformed")
                _lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
