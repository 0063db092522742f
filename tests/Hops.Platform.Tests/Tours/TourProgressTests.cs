using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Members;
using Hops.Platform.Persons;
using Hops.Platform.Projects;
using Hops.Platform.Tours;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Tours;

public sealed class TourProgressTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task A_tour_goes_on_where_it_was_also_after_a_restart_and_each_user_has_its_own()
    {
        var (user, other) = (await fixture.UserAsync("tour_one"), await fixture.UserAsync("tour_two"));
        await CreateProject.RunAsync(Platform, user, "tour_p", "", None);
        var first = await ListTours.OneAsync(Platform, user, "kafka", None);
        (first.Passed, first.Next!.Id, first.Project, first.Changed).ShouldBe((0, "project", null, null));

        await PassTourStep.RunAsync(Platform, user, "kafka", "schema", "tour_p", None);
        await fixture.ReopenAsync();

        var state = await ListTours.OneAsync(Platform, user, "kafka", None);
        (state.Passed, state.Next!.Id, state.Project).ShouldBe((2, "topic", "tour_p"));
        (await ListTours.RunAsync(Platform, user, None)).Select(tour => tour.Passed).ShouldBe([2, 0]);
        (await ListTours.RunAsync(Platform, other, None)).ShouldAllBe(tour => tour.Passed == 0);
    }

    [Fact]
    public async Task Of_two_browsers_the_one_behind_does_not_lead_the_other_back()
    {
        var user = await fixture.UserAsync("tour_back");
        await CreateProject.RunAsync(Platform, user, "tour_back_p", "", None);
        await PassTourStep.RunAsync(Platform, user, "streaming", "stop", "tour_back_p", None);

        (await PassTourStep.RunAsync(Platform, user, "streaming", "fill", "tour_back_p", None)).Next!.Id.ShouldBe("restart");
        (await PassTourStep.RunAsync(Platform, user, "streaming", "compare", "tour_back_p", None)).Next.ShouldBeNull();
        await ForgetTour.RunAsync(Platform, user, "streaming", None);
        (await ListTours.OneAsync(Platform, user, "streaming", None)).Passed.ShouldBe(0);
        await ForgetTour.RunAsync(Platform, user, "streaming", None);
    }

    [Fact]
    public async Task A_project_that_is_gone_or_seen_no_more_ends_the_tour()
    {
        var (user, owner) = (await fixture.UserAsync("tour_gone"), await fixture.UserAsync("tour_owner"));
        await CreateProject.RunAsync(Platform, user, "tour_gone_p", "", None);
        await CreateProject.RunAsync(Platform, owner, "tour_shown_p", "", None);
        await AddMember.RunAsync(Platform, owner, "tour_shown_p", "tour_gone", ProjectRole.DataScientist, None);
        await PassTourStep.RunAsync(Platform, user, "kafka", "topic", "tour_gone_p", None);
        await PassTourStep.RunAsync(Platform, user, "streaming", "topic", "tour_shown_p", None);

        await DeleteProject.RunAsync(Platform, user, "tour_gone_p", null, None);
        await RemoveMember.RunAsync(Platform, owner, new MemberName("tour_shown_p", "tour_gone"), null, None);

        (await ListTours.RunAsync(Platform, user, None)).ShouldAllBe(tour => tour.Passed == 0 && tour.Project == null);
        await CreateProject.RunAsync(Platform, user, "tour_gone_p", "", None);
        (await PassTourStep.RunAsync(Platform, user, "kafka", "project", "tour_gone_p", None)).Passed.ShouldBe(1, "a project of the same name is another one");
    }

    [Theory]
    [InlineData("no_such", "project", "tour_odd_p", ErrorCode.NotFound)]
    [InlineData("kafka", "no_such", "tour_odd_p", ErrorCode.InvalidArgument)]
    [InlineData("kafka", "project", "no_such", ErrorCode.NotFound)]
    public async Task What_the_server_does_not_know_is_not_kept(string tour, string step, string project, ErrorCode expected)
    {
        var user = await fixture.UserAsync($"tour_odd_{(int)expected}_{tour.Length}{step.Length}{project.Length}");
        if (project == "tour_odd_p" && Platform.Roster.Now.FindProject(project) is null)
            await CreateProject.RunAsync(Platform, user, project, "", None);

        (await Should.ThrowAsync<PlatformException>(() => PassTourStep.RunAsync(Platform, user, tour, step, project, None))).Code.ShouldBe(expected);
        (await ListTours.RunAsync(Platform, user, None)).ShouldAllBe(state => state.Passed == 0);
    }

    [Fact]
    public async Task It_is_exported_with_the_person_and_goes_with_it()
    {
        var user = await fixture.UserAsync("tour_person");
        await CreateProject.RunAsync(Platform, user, "tour_person_p", "", None);
        await PassTourStep.RunAsync(Platform, user, "kafka", "watch", "tour_person_p", None);

        var export = await ExportPerson.BeginAsync(Platform, user, "tour_person", None);
        var rows = await ExportPerson.ReadAsync(Platform, export, None).ToListAsync();
        rows.Where(row => (string?)row["table"] == "tour_progress").ShouldHaveSingleItem()["row"]!["step"]!.GetValue<string>().ShouldBe("watch");

        await DeleteProject.RunAsync(Platform, user, "tour_person_p", null, None);
        await ErasePerson.RunAsync(Platform, FirstRun.Itself, "tour_person", null, None);
        (await Platform.Store.ReadAsync(read => TourProgress.OfAsync(read, user.UserId))).ShouldBeEmpty();
    }

    [Fact]
    public void Each_step_has_an_id_of_its_own()
    {
        Tour.All.Select(tour => tour.Id).ShouldBe(["kafka", "streaming"]);
        Tour.All.ShouldAllBe(tour => tour.Steps.Select(step => step.Id).Distinct().Count() == tour.Steps.Count && tour.Steps[0].Id == "project");
    }
}
