using System.Net;
using System.Net.Sockets;
using Hops.Core.Errors;
using Hops.Net.Listeners;

namespace Hops.Net.Tests.Listeners;

public sealed class ServerListenersTests
{
    private static readonly ListenerProtocol[] Both = [ListenerProtocol.Http, ListenerProtocol.Kafka];

    [Fact]
    public void A_port_is_taken_at_once_and_given_back()
    {
        int port;
        using (var listeners = Bind(("http", new ListenerOptions())))
        {
            port = listeners.All.Single().EndPoint.Port;
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            client.Connected.ShouldBeTrue("connections wait until somebody serves them");
        }

        using var again = Bind(("http", new ListenerOptions { Port = port }));
        again.All.Single().EndPoint.Port.ShouldBe(port);
    }

    [Theory]
    [InlineData("http", "--http-port or Listeners:http:Port")]
    [InlineData("public", "with Listeners:public:Port")]
    public void A_port_that_another_program_has_is_named_with_what_to_do(string name, string advice)
    {
        using var other = Bind(("http", new ListenerOptions()));
        var port = other.All.Single().EndPoint.Port;

        var refusal = Should.Throw<PlatformException>(() => Bind((name, new ListenerOptions { Port = port })));

        refusal.Code.ShouldBe(ErrorCode.Unavailable);
        refusal.Message.ShouldContain($"'{name}' cannot have 127.0.0.1:{port}: another program listens there");
        refusal.Message.ShouldContain(advice);
    }

    [Fact]
    public void A_port_that_cannot_be_had_gives_the_others_back()
    {
        using var other = Bind(("http", new ListenerOptions()));
        var free = BoundListener.Bind("free", new ListenerOptions());
        var port = free.EndPoint.Port;
        free.Dispose();

        Should.Throw<PlatformException>(() => Bind(
            ("a", new ListenerOptions { Port = port }), ("b", new ListenerOptions { Port = other.All.Single().EndPoint.Port })));

        using var again = Bind(("a", new ListenerOptions { Port = port }));
    }

    [Fact]
    public void An_address_that_the_machine_does_not_have_is_refused()
    {
        var refusal = Should.Throw<PlatformException>(() => Bind(("http", new ListenerOptions { Address = IPAddress.Parse("192.0.2.1") })));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain("192.0.2.1");
        refusal.Message.ShouldContain("no such address");
    }

    [Fact]
    public void A_protocol_that_nobody_speaks_is_refused() =>
        Should.Throw<PlatformException>(() => Bind(Both, isLocalNeeded: false, ("http", new ListenerOptions()), ("kafka", Kafka with { IsEnabled = false })))
            .Message.ShouldContain("No listener speaks kafka: set Listeners:kafka:IsEnabled=true");

    [Fact]
    public void A_protocol_that_is_not_served_takes_no_port()
    {
        using var listeners = Bind([ListenerProtocol.Http], isLocalNeeded: false, ("http", new ListenerOptions()), ("kafka", Kafka));

        listeners.All.Select(one => one.Name).ShouldBe(["http"]);
        listeners.Public(ListenerProtocol.Kafka).ShouldBeNull();
    }

    [Fact]
    public void Runners_get_a_plain_listener_on_loopback_where_all_others_encrypt()
    {
        using var listeners = Bind(
            Both, isLocalNeeded: true, ("http", new ListenerOptions { Tls = true }), ("kafka", Kafka with { Tls = true }), ("zebra", Kafka with { Tls = true }));

        listeners.All.Select(one => one.Name).ShouldBe(["http", "kafka", "zebra", "internal-http", "internal-kafka"]);
        listeners.Public(ListenerProtocol.Http)!.Url.Scheme.ShouldBe("https");
        listeners.Public(ListenerProtocol.Kafka)!.Name.ShouldBe("kafka");
        listeners.Local(ListenerProtocol.Kafka)!.Name.ShouldBe("internal-kafka");
        listeners.Local(ListenerProtocol.Http)!.Options.Address.ShouldBe(IPAddress.Loopback);
    }

    [Fact]
    public void Runners_use_a_plain_listener_that_is_there()
    {
        using var listeners = Bind(Both, isLocalNeeded: true, ("everywhere", new ListenerOptions { Address = IPAddress.Any }), ("kafka", Kafka));

        listeners.All.Count.ShouldBe(2);
        listeners.Local(ListenerProtocol.Http)!.LocalHost.ShouldBe("127.0.0.1");
        listeners.Local(ListenerProtocol.Http)!.IsOpenToOthers.ShouldBeTrue();
        listeners.Local(ListenerProtocol.Kafka)!.IsOpenToOthers.ShouldBeFalse();
    }

    [Fact]
    public void Clients_are_told_what_is_advertised()
    {
        var options = new ListenerOptions { Tls = true, AdvertisedHost = "hops.example.org", AdvertisedPort = 8443 };
        using var listeners = Bind(("http", options), ("other", new ListenerOptions { AdvertisedHost = "inner" }));

        listeners.All[0].Url.ShouldBe(new Uri("https://hops.example.org:8443"));
        listeners.All[1].HostAndPort.ShouldBe($"inner:{listeners.All[1].EndPoint.Port}");
    }

    [Fact]
    public void An_address_of_version_6_is_bracketed()
    {
        using var listeners = Bind(("http", new ListenerOptions { Address = IPAddress.IPv6Loopback }));

        listeners.All.Single().Url.ToString().ShouldStartWith("http://[::1]:");
        listeners.All.Single().IsOpenToOthers.ShouldBeFalse();
    }

    private static ListenerOptions Kafka { get; } = new() { Protocol = ListenerProtocol.Kafka };

    private static ServerListeners Bind(params (string Name, ListenerOptions Options)[] listeners) => Bind([ListenerProtocol.Http], isLocalNeeded: false, listeners);

    private static ServerListeners Bind(ListenerProtocol[] protocols, bool isLocalNeeded, params (string Name, ListenerOptions Options)[] listeners) =>
        ServerListeners.Bind(listeners.ToDictionary(one => one.Name, one => one.Options), protocols, isLocalNeeded);
}
