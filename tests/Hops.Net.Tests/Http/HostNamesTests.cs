using Hops.Net.Http;

namespace Hops.Net.Tests.Http;

public sealed class HostNamesTests
{
    private static readonly HostNames Names = new(["Hops.Example.org", "*.data.example.org", ""]);

    [Theory]
    [InlineData("hops.example.org")]
    [InlineData("HOPS.example.ORG")]
    [InlineData("hops.example.org.")]
    [InlineData("a.data.example.org")]
    [InlineData("a.b.data.example.org")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("[::1]")]
    [InlineData("fe80::1")]
    public void A_name_of_ours_and_any_address_is_taken(string host) => Names.Accepts(host).ShouldBeTrue();

    [Theory]
    [InlineData("evil.example")]
    [InlineData("example.org")]
    [InlineData("data.example.org")]
    [InlineData("xdata.example.org")]
    [InlineData("hops.example.org.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("")]
    [InlineData(".")]
    public void Any_other_name_is_not(string host) => Names.Accepts(host).ShouldBeFalse();

    [Fact]
    public void A_star_takes_any_name() => new HostNames(["*"]).Accepts("anything.example").ShouldBeTrue();
}
