using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class AccessTests(WebServer server)
{
    [BrowserFact]
    public async Task Who_may_do_what_with_a_topic_is_said_in_sentences_and_a_question_is_answered()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeTopicAsync(user, project);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/topics/{Readings.Topic}?tab=access");
            await Assertions.Expect(visit.Page.GetByText($"Data Owners may write to topic {Readings.Topic}.")).ToBeVisibleAsync();
            await visit.Button("Ask").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Status, new() { Name = "Answer" })).ToContainTextAsync($"may take messages out of topic {Readings.Topic}.");
            await visit.Page.GetByText("Advanced: all rights as a table").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Rights" })).ToContainTextAsync($"User:{project}__");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
    }
}
