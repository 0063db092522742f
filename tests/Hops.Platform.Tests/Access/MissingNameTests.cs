using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Schemas;
using Hops.Platform.Tokens;
using Hops.Platform.Topics;
using Hops.Schemas.Registry;

namespace Hops.Platform.Tests.Access;

public sealed class MissingNameTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private const string Schema = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private static int _projects;

    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task What_is_missing_is_told_with_its_kind_and_what_is_near()
    {
        var (owner, project) = await ShopAsync();

        Said(() => ListTopics.Find(Platform, owner, project, "wether")).ShouldBe("There is no topic 'wether' in the project; did you mean 'weather'?");
        Said(() => ListTopics.Find(Platform, owner, project, "daily")).ShouldBe("There is no topic 'daily' in the project: daily is a dataset; topics are orders, weather.");
        Said(() => ListDatasets.Find(Platform, owner, new DatasetName(project, "weather"))).ShouldBe(
            "There is no dataset 'weather' in the project: weather is a topic; datasets are daily.");
        Said(() => ListDatasets.Find(Platform, owner, new DatasetName(project, "zzz"))).ShouldBe("There is no dataset 'zzz' in the project; datasets are daily.");
        (await SaidAsync(() => ListQueries.FindAsync(Platform, owner, new QueryName(project, "weather"), default))).ShouldBe(
            "There is no query 'weather' in the project: weather is a topic; it has no queries.");
        (await SaidAsync(() => SetQueryState.RunAsync(Platform, owner, new QueryName(project, "x"), new QueryWish(QueryState.Running), default))).ShouldBe(
            "There is no query 'x' in the project; it has no queries.");
        (await SaidAsync(() => ProjectSchemas.FindAsync(Platform, owner, new SubjectName(project, "weather-vale"), VersionName.Latest, default))).ShouldBe(
            "There is no schema 'weather-vale' in the project; did you mean 'weather-value'?");
        (await SaidAsync(async () =>
        {
            await DeleteTopic.RunAsync(Platform, owner, project, "wether", default);
            return 0;
        })).ShouldEndWith("did you mean 'weather'?");
    }

    [Fact]
    public async Task A_runner_that_finds_no_table_says_what_its_user_may_have_meant()
    {
        var (owner, project) = await ShopAsync();
        var inside = Platform.Gate.Enter(owner, Platform.FindProject(owner, project).Row.Id)!;

        Table(inside, "dayly").ShouldBe("There is no dataset 'dayly' in the project; did you mean 'daily'?");
        Table(inside, "weather").ShouldContain("weather is a topic, which a statement reads as topics.weather");
        Table(inside, $"{project}.daily").ShouldContain("so write daily without");
        Table(inside, "other.daily").ShouldContain("names such as \"other::daily\". Let an owner of other share it (hops share offer)");
        Table(inside, "other::daily").ShouldBe("There is no dataset 'other::daily', or nobody shares it with the project: nothing is.");
        Table(inside, "daily").ShouldBe("nothing");
        Said(inside, "topic", "wether").ShouldEndWith("did you mean 'weather'?");
        Said(inside, "topic", "weather").ShouldBe("nothing");
        Said(inside, "sink", $"/Projects/{project}/dail").ShouldEndWith("did you mean 'daily'?");
        Said(inside, "sink", "/Projects/other/dail").ShouldBe("nothing");
        MissingName.Explain(Platform, inside, new PlatformException(ErrorCode.InvalidQuery, "other").With("table", "wether")).Message.ShouldBe("other");
    }

    [Fact]
    public async Task A_project_of_others_is_neither_suggested_nor_told_from_none()
    {
        var (owner, project) = await ShopAsync();
        var stranger = await fixture.UserAsync($"stranger{++_projects}");

        var foreign = Said(() => Platform.FindProject(stranger, project)).Replace(project, "X", StringComparison.Ordinal);
        Said(() => Platform.FindProject(stranger, project + "x")).Replace(project + "x", "X", StringComparison.Ordinal).ShouldBe(foreign);
        foreign.ShouldNotContain("mean");
        Said(() => Platform.FindProject(owner, project + "x")).ShouldEndWith($"; did you mean '{project}'?");
    }

    [Fact]
    public async Task Whoever_may_not_list_names_hears_none()
    {
        var (owner, project) = await ShopAsync();
        var id = Platform.FindProject(owner, project).Row.Id;
        var stranger = await fixture.UserAsync($"stranger{++_projects}");

        MissingName.Dataset(Platform, stranger, id, "weather").Message.ShouldBe("There is no dataset 'weather' in the project; it has no datasets.");
    }

    private string Table(Principal inside, string name) => Said(inside, "table", name);

    private string Said(Principal inside, string fact, string name) =>
        MissingName.Explain(Platform, inside, new PlatformException(ErrorCode.NotFound, "nothing").With(fact, name)).Message;

    private static string Said(Func<object> act)
    {
        var refusal = Should.Throw<PlatformException>(() => act());
        refusal.Code.ShouldBe(ErrorCode.NotFound);
        return refusal.Message;
    }

    private static async Task<string> SaidAsync<T>(Func<Task<T>> act)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(act);
        refusal.Code.ShouldBe(ErrorCode.NotFound);
        return refusal.Message;
    }

    private async Task<(Principal Owner, string Project)> ShopAsync()
    {
        var project = $"missing{Interlocked.Increment(ref _projects)}";
        var owner = await fixture.UserAsync(project + "_owner");
        await CreateProject.RunAsync(Platform, owner, project, "", CancellationToken.None);
        await CreateDataset.RunAsync(Platform, owner, project, new DatasetRequest("daily"), CancellationToken.None);
        await CreateTopic.RunAsync(Platform, owner, project, new TopicRequest("weather", 1, ValueSchema: new SchemaSubmission(Schema)), CancellationToken.None);
        await CreateTopic.RunAsync(Platform, owner, project, new TopicRequest("orders", 1), CancellationToken.None);
        return (owner, project);
    }
}
