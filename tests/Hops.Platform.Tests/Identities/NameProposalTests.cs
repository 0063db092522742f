using Hops.Core.Identity;
using Hops.Platform.Identities;

namespace Hops.Platform.Tests.Identities;

public sealed class NameProposalTests
{
    [Theory]
    [InlineData("ada", "ada")]
    [InlineData("Ada.Lovelace@example.org", "ada_lovelace")]
    [InlineData("  Zoë  Müller-Weiß ", "zoe_muller_wei")]
    [InlineData("a__b..c", "a_b_c")]
    [InlineData("@example.org", "person_2")]
    [InlineData("Admin", "admin_2")]
    [InlineData("大山", "person_2")]
    [InlineData("<script>alert(1)</script>", "script_alert_1_script")]
    public void The_first_name_is_what_the_issuer_says_by_our_rules(string told, string name) =>
        NameProposal.Of(told).First().ShouldBe(name);

    [Fact]
    public void Every_name_may_be_given_however_long_what_is_told_is()
    {
        foreach (var told in new[] { new string('x', 300), string.Concat(Enumerable.Repeat("ab_", 100)), "", new string('_', 50), "root" })
            NameProposal.Of(told).ShouldAllBe(name => Names.IsAcceptable(name), told);
    }

    [Fact]
    public void They_are_few_and_the_last_is_one_that_nobody_guesses()
    {
        var names = NameProposal.Of("ada").ToList();
        names.Count.ShouldBe(21);
        names.Distinct().Count().ShouldBe(21);
        names[^1].ShouldNotBe(NameProposal.Of("ada").Last());
    }
}
