using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Core.Tests.Identity;

public sealed class NamesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("airports")]
    [InlineData("a_b_c")]
    [InlineData("2013_departures")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd")]
    public void Good_names_are_accepted(string name)
    {
        Names.IsValid(name).ShouldBeTrue();
        Names.CheckNew("project", name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_a")]
    [InlineData("a_")]
    [InlineData("a__b")]
    [InlineData("A")]
    [InlineData("a-b")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("é")]
    [InlineData("٣")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddX")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde")]
    public void Bad_names_are_refused(string name)
    {
        Names.IsValid(name).ShouldBeFalse();
        Should.Throw<PlatformException>(() => Names.Check("user", name)).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("hdfs")]
    [InlineData("admin")]
    [InlineData("supergroup")]
    public void Reserved_names_are_valid_but_cannot_be_taken(string name)
    {
        Names.Check("user", name);
        Should.Throw<PlatformException>(() => Names.CheckNew("user", name)).Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    [Fact]
    public void No_two_pairs_of_names_give_the_same_identity()
    {
        string[] names = ["a", "b", "a_b", "b_a", "a_a", "ab", "a_b_a", "b_b"];
        var identities = from project in names from user in names select Names.ProjectUser(project, user);

        identities.ShouldBeUnique();
    }

    [Theory]
    [InlineData("ada", true)]
    [InlineData("lab__ada", true)]
    [InlineData("lab__ada_b", false)]
    [InlineData("lab_ada", false)]
    [InlineData("ada__bob", false)]
    public void An_identity_is_of_the_user_whose_name_it_is_or_ends_with(string identity, bool isHers) =>
        Names.IsIdentityOf("ada", identity).ShouldBe(isHers);
}
