using System.Net;
using System.Net.Sockets;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Tests.Topics;

public sealed class BrokerConnectionTests
{
    [Fact]
    public async Task Where_nobody_listens_no_broker_is_available()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var address = new BrokerAddress("127.0.0.1", ((IPEndPoint)reserved.LocalEndpoint).Port);
        reserved.Stop();

        var refusal = await Should.ThrowAsync<PlatformException>(() => BrokerConnection.OpenAsync(address, null, CancellationToken.None));

        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Unavailable, $"No broker answers at {address}."));
    }

    /// <summary>What a server that is no broker sends: nothing and an end, a page, lengths below zero and beyond any answer, an answer cut short.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("485454502f312e3120343030204261642052657175657374")]
    [InlineData("ffffffff")]
    [InlineData("7fffffff00000001")]
    [InlineData("00000000")]
    [InlineData("0000000a00000001")]
    [InlineData("00000008000000010000")]
    [InlineData("00000006000000010000")]
    public async Task A_server_that_is_no_broker_is_unavailable(string hex)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadExactlyAsync(new byte[8]);
            await client.GetStream().WriteAsync(Convert.FromHexString(hex));
        });

        var refusal = await Should.ThrowAsync<PlatformException>(() => BrokerConnection.OpenAsync(
            new BrokerAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), null, CancellationToken.None));

        refusal.Code.ShouldBe(ErrorCode.Unavailable, refusal.Message);
        await serving;
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_when_the_caller_has_waited_enough()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var impatient = new CancellationTokenSource();
        var opening = BrokerConnection.OpenAsync(new BrokerAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), null, impatient.Token);
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().ReadExactlyAsync(new byte[8]);

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => opening);
        while (await client.GetStream().ReadAsync(new byte[1024]) > 0)
        {
            // The connection is closed, not left open: this ends.
        }
    }

    [Fact]
    public async Task Requests_at_once_get_each_its_own_answer()
    {
        await using var scene = await TopicScene.StartAsync();
        foreach (var number in Enumerable.Range(1, 8))
            await scene.Broker.CreateTopicAsync($"topic{number}", partitions: number);
        await using var connection = await scene.ConnectAsync(CancellationToken.None);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async index =>
        {
            var number = (index % 8) + 1;
            return (number, (await new TopicReader(connection, $"topic{number}").DescribeAsync(CancellationToken.None)).PartitionCount);
        }));

        answers.ShouldAllBe(answer => answer.number == answer.PartitionCount);
        scene.Relay.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_cut_fails_all_that_wait_for_an_answer_and_none_waits_for_ever()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        await using var connection = await scene.ConnectAsync(CancellationToken.None);
        scene.Relay.Mute();
        var waiting = Enumerable.Range(0, 40).Select(_ => new TopicReader(connection, "t").DescribeAsync(CancellationToken.None)).ToList();

        scene.Relay.Cut();

        foreach (var one in waiting)
            (await Should.ThrowAsync<PlatformException>(() => one)).Code.ShouldBe(ErrorCode.Unavailable);
    }

    [Fact]
    public async Task Disposal_fails_what_waits()
    {
        await using var scene = await TopicScene.StartAsync();
        await scene.Broker.CreateTopicAsync("t");
        var connection = await scene.ConnectAsync(CancellationToken.None);
        scene.Relay.Mute();
        var waiting = new TopicReader(connection, "t").DescribeAsync(CancellationToken.None);

        await connection.DisposeAsync();

        (await Should.ThrowAsync<PlatformException>(() => waiting)).Code.ShouldBe(ErrorCode.Unavailable);
    }

    [Theory]
    [InlineData("red__ann", "pencil", true)]
    [InlineData("red__ann", "crayon", false)]
    [InlineData("red__ann", "", false)]
    [InlineData("red__nobody", "pencil", false)]
    [InlineData("", "pencil", false)]
    public async Task A_credential_signs_in_by_each_mechanism_or_by_none(string name, string secret, bool isWelcome)
    {
        await using var scene = await TopicScene.StartAsync(new TestGate());
        foreach (var mechanism in new[] { BrokerMechanism.Plain, BrokerMechanism.ScramSha256, BrokerMechanism.ScramSha512 })
        {
            var opening = scene.ConnectAsync(new BrokerCredential(name, secret) { Mechanism = mechanism }, CancellationToken.None);
            if (isWelcome)
            {
                await using var connection = await opening;
                (await connection.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = null }, 9, CancellationToken.None)).Topics.ShouldBeEmpty();
                continue;
            }

            var refusal = await Should.ThrowAsync<PlatformException>(() => opening);
            refusal.Code.ShouldBe(ErrorCode.Unauthenticated, mechanism.Name);
            if (secret.Length > 0)
                refusal.ToString().ShouldNotContain(secret, Case.Sensitive, "a secret is in no message");
        }
    }

    [Fact]
    public async Task Who_does_not_sign_in_gets_nothing_and_no_version_is_made_up()
    {
        await using var scene = await TopicScene.StartAsync(new TestGate());
        await using var nobody = await scene.ConnectAsync(CancellationToken.None);
        (await Should.ThrowAsync<PlatformException>(() => new TopicReader(nobody, "t").DescribeAsync(CancellationToken.None))).Code.ShouldBe(ErrorCode.Unavailable);

        await using var ann = await scene.ConnectAsync(new BrokerCredential("red__ann", "pencil"), CancellationToken.None);
        var refusal = await Should.ThrowAsync<PlatformException>(() => ann.SendAsync<MetadataRequest, MetadataResponse>(new(), -1, CancellationToken.None));
        refusal.Code.ShouldBe(ErrorCode.Unsupported);
    }

    [Theory]
    [InlineData("host:9092", "host", 9092)]
    [InlineData("10.0.0.1:1", "10.0.0.1", 1)]
    [InlineData("[::1]:9092", "::1", 9092)]
    public void An_address_is_a_host_and_a_port(string text, string host, int port) => BrokerAddress.Parse(text).ShouldBe(new BrokerAddress(host, port));

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData(":9092")]
    [InlineData("host:x")]
    [InlineData("host:-1")]
    [InlineData("host:65536")]
    [InlineData("host:9092/path")]
    public void What_is_no_address_is_refused_with_how_to_write_one(string text)
    {
        var refusal = Should.Throw<PlatformException>(() => BrokerAddress.Parse(text));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain("write host:port");
    }
}
