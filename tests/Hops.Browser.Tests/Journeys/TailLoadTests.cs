using System.Globalization;
using System.Text;
using Hops.Browser.Tests.Support;
using Hops.Client.Topics;
using Hops.Kafka;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Hops.Browser.Tests.Journeys;

/// <summary>
/// A tail of which more comes than anybody reads. What a task of the page takes depends on the machine: it is told, and not judged but for a
/// bound that no machine passes by accident. On a quiet one no task is to be over 100 ms.
/// </summary>
[Collection(WebServerGroup.Name)]
public sealed class TailLoadTests(WebServer server, ITestOutputHelper output)
{
    private const int Lines = 100_000;
    private const int TaskMsMax = 1_000;
    private const int RowsMax = 500;

    private const string WatchTasks =
        """
        () => {
          window.longest = 0;
          new PerformanceObserver(list => list.getEntries().forEach(task => { window.longest = Math.max(window.longest, task.duration); }))
            .observe({ type: 'longtask' });
        }
        """;

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_hundred_thousand_lines_are_followed_without_a_long_task_and_the_last_is_shown()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = "lines", partitions = 1 });
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/topics/lines?start=live");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Status, new() { Name = "Live" })).ToHaveTextAsync("Live");
            await visit.Page.EvaluateAsync(WatchTasks);

            await WriteAsync(user, project);

            var messages = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Messages" });
            await Assertions.Expect(messages).ToContainTextAsync(Line(Lines - 1));
            (await messages.GetByRole(AriaRole.Row).CountAsync()).ShouldBeLessThanOrEqualTo(1 + RowsMax);
            var longestMs = await visit.Page.EvaluateAsync<double>("() => window.longest");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"longest task: {longestMs:F0} ms"));
            longestMs.ShouldBeLessThan(TaskMsMax);
        });
    }

    private async Task WriteAsync(Account user, string project)
    {
        var credential = new BrokerCredential($"{project}__{user.Name}", user.Token);
        await using var writer = await TopicWriter.OpenAsync(
            cancellation => BrokerConnection.OpenAsync(BrokerAddress.Parse(server.Kafka), credential, cancellation), "lines", new TopicWriterOptions(), CancellationToken.None);
        for (var number = 0; number < Lines; number++)
            await writer.AddAsync(0, 0, default, Encoding.UTF8.GetBytes(Line(number)), null, CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
    }

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"line {number:D6} of a log that says little and says it often");
}
