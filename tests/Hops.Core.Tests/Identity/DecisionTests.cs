using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Core.Tests.Identity;

public sealed class DecisionTests
{
    [Fact]
    public void A_hidden_thing_is_refused_as_one_that_does_not_exist()
    {
        var refusal = Decision.Hide().Refuse(new Resource(ResourceKind.Topic, 7, "secret_plans"));

        refusal.Code.ShouldBe(ErrorCode.NotFound);
        refusal.Message.ShouldBe("There is no such topic, or you are not a member of its project.");
    }

    [Fact]
    public void A_hidden_file_is_refused_in_the_words_of_a_missing_one() =>
        Decision.Hide().Refuse(new Resource(ResourceKind.File, 7, "/Projects/a/b")).Message.ShouldBe("File does not exist: /Projects/a/b");

    [Fact]
    public void A_hidden_file_that_is_not_named_by_its_path_is_refused_without_a_name() =>
        Decision.Hide().Refuse(new Resource(ResourceKind.File, 7, "a_project")).Message.ShouldNotContain("a_project");

    [Fact]
    public void What_may_not_leave_or_may_not_be_done_says_why()
    {
        var file = new Resource(ResourceKind.File, 7, "/Projects/a/b");

        Decision.DenyExport("inside only").Refuse(file).ShouldSatisfyAllConditions(
            refusal => refusal.Code.ShouldBe(ErrorCode.ExportDenied), refusal => refusal.Message.ShouldBe("inside only"));
        Decision.Deny("ask an owner").Refuse(file).ShouldSatisfyAllConditions(
            refusal => refusal.Code.ShouldBe(ErrorCode.AccessDenied), refusal => refusal.Message.ShouldBe("ask an owner"));
    }

    [Fact]
    public void Every_kind_has_a_noun() =>
        Enum.GetValues<ResourceKind>().Select(kind => kind.Noun()).ShouldAllBe(noun => noun.Length > 0 && !noun.Any(char.IsUpper));
}
