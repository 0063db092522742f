using Hops.Kafka;

namespace Hops.Api.Tests.Data;

/// <summary>How many topics a project may have is the server's to say: the pages only show it.</summary>
public sealed class TopicLimitTests : IAsyncLifetime
{
    private readonly ApiServer _server = new() { Broker = new BrokerOptions { TopicsPerTenantMax = 2 } };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task More_topics_than_a_project_may_have_are_refused_until_one_is_deleted()
    {
        using var owner = await _server.UserAsync("lim_owner");
        foreach (var project in new[] { "lim", "lim_other" })
            (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        (await MakeAsync("lim", "a")).Status.ShouldBe(201);
        (await MakeAsync("lim", "b")).Status.ShouldBe(201);

        var refused = await MakeAsync("lim", "c");

        (refused.Status, refused.Slug).ShouldBe((403, "limit-exceeded"), refused.Text);
        (await owner.SendAsync(HttpMethod.Get, "projects/lim/topics/c")).Status.ShouldBe(404);
        (await Task.WhenAll(Enumerable.Range(0, 5).Select(number => MakeAsync("lim_other", $"t{number}")))).Count(made => made.Status == 201).ShouldBe(2, "also at once");
        (await owner.SendAsync(HttpMethod.Delete, "projects/lim/topics/a")).Status.ShouldBe(204);
        (await MakeAsync("lim", "c")).Status.ShouldBe(201);

        Task<ApiAnswer> MakeAsync(string project, string name) => owner.SendAsync(HttpMethod.Post, $"projects/{project}/topics", new { name });
    }
}
