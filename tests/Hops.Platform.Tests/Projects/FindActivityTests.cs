using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Audit;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Projects;

public sealed class FindActivityTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task Each_project_has_what_a_person_did_last_in_it()
    {
        var (ann, bob) = (await fixture.UserAsync("act_ann"), await fixture.UserAsync("act_bob"));
        var (one, two) = (await CreateProject.RunAsync(Platform, ann, "act_one", "", None), await CreateProject.RunAsync(Platform, bob, "act_two", "", None));
        await AddMember.RunAsync(Platform, ann, "act_one", "act_bob", ProjectRole.DataOwner, None);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await CreateDataset.RunAsync(Platform, bob, "act_one", new DatasetRequest("d"), None);

        var found = await FindActivity.RunAsync(Platform, [one.Id, two.Id, -5], None);

        found.Keys.ShouldBe([one.Id, two.Id], ignoreOrder: true);
        (found[one.Id].User, found[two.Id].User).ShouldBe(("act_bob", "act_bob"));
        (found[one.Id].Time - found[two.Id].Time).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(1));
        (await FindActivity.RunAsync(Platform, [], None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_refused_and_what_the_platform_does_by_itself_is_none_and_of_who_is_gone_no_name_is_told()
    {
        var (owner, member) = (await fixture.UserAsync("act_own"), await fixture.UserAsync("act_sci"));
        var project = await CreateProject.RunAsync(Platform, owner, "act_refused", "", None);
        await AddMember.RunAsync(Platform, owner, "act_refused", "act_sci", ProjectRole.DataScientist, None);
        (await Should.ThrowAsync<PlatformException>(() => CreateDataset.RunAsync(Platform, member, "act_refused", new DatasetRequest("d"), None))).Code.ShouldBe(ErrorCode.AccessDenied);
        await ListAudit.RunAsync(Platform, owner, "act_refused", new AuditSlice(0, 100), None);
        await AlterProject.RunAsync(Platform, FirstRun.Itself, "act_refused", new ProjectChange(null, 5_000, null), None);

        (await FindActivity.RunAsync(Platform, [project.Id], None))[project.Id].User.ShouldBe("act_own");
        await RemoveMember.RunAsync(Platform, member, new MemberName("act_refused", "act_sci"), null, None);
        (await FindActivity.RunAsync(Platform, [project.Id], None))[project.Id].User.ShouldBeOneOf("act_sci", null);
    }
}
