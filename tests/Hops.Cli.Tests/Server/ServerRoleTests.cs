using Hops.Cli.Server;
using Hops.Core.Errors;
using Hops.Net.Listeners;

namespace Hops.Cli.Tests.Server;

public sealed class ServerRoleTests
{
    [Theory]
    [InlineData("")]
    [InlineData("api,broker,namenode,registry,supervisor")]
    public void All_are_there_unless_some_are_named(string names) => Read(names).ShouldBe(ServerRole.All);

    [Theory]
    [InlineData("broker")]
    [InlineData("Namenode")]
    [InlineData("registry,namenode")]
    [InlineData("namenode,broker,registry,api")]
    public void Some_stand_alone(string names) => ServerRoles.Text(Read(names)).Split(", ").Order().ShouldBe(names.ToLowerInvariant().Split(',').Order());

    [Theory]
    [InlineData("brokr", "There is no role 'brokr'; did you mean broker?")]
    [InlineData("everything", "There is no role 'everything'; there are namenode, broker, registry, api, supervisor.")]
    [InlineData("all", "There is no role 'all'")]
    [InlineData("3", "There is no role '3'")]
    [InlineData("api", "The role api needs namenode, broker, registry in the same server: it tells its clients where these are.")]
    [InlineData("api,namenode,broker", "The role api needs registry in the same server")]
    [InlineData("supervisor,namenode,broker,registry", "The role supervisor needs api in the same server: queries are started through it.")]
    public void An_unknown_or_impossible_one_is_refused(string names, string message)
    {
        var refusal = Should.Throw<PlatformException>(() => Read(names));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldStartWith(message);
    }

    [Fact]
    public void Http_is_listened_for_whatever_is_served_and_kafka_for_the_broker()
    {
        ServerRoles.Protocols(ServerRole.Registry).ShouldBe([ListenerProtocol.Http]);
        ServerRoles.Protocols(ServerRole.Broker).ShouldBe([ListenerProtocol.Http, ListenerProtocol.Kafka]);
    }

    private static ServerRole Read(string names) => ServerRoles.Read(names.Split(',', StringSplitOptions.RemoveEmptyEntries));
}
