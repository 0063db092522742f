using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class ProduceTests(WebServer server)
{
    private const string Trips = "trips";

    private const string TripSchema =
        """
        {"type":"record","name":"Trip","fields":[
          {"name":"id","type":"long"},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
          {"name":"from","type":{"type":"record","name":"Place","fields":[{"name":"city","type":"string"},{"name":"height","type":"int"}]}},
          {"name":"fare","type":["null","long","string"],"default":null},
          {"name":"stops","type":{"type":"array","items":"long"},"default":[]},
          {"name":"counts","type":{"type":"map","values":"long"},"default":{}},
          {"name":"side","type":{"type":"enum","name":"Side","symbols":["LEFT","RIGHT"]}},
          {"name":"isPaid","type":"boolean"}]}
        """;

    [BrowserFact]
    public async Task Records_are_produced_by_the_form_of_their_schema_with_every_digit_and_a_fault_is_told_at_its_field()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeTopicAsync(user, project);
        await server.VisitAsync(user, async visit =>
        {
            visit.Expect(400, $"/api/v1/projects/{project}/topics/{Readings.Topic}/messages");
            await visit.OpenAsync($"/p/{project}/topics/{Readings.Topic}");
            await visit.Page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "Produce" }).ClickAsync();
            var drawer = visit.Page.GetByRole(AriaRole.Dialog);
            await FieldOf(drawer, "station string").FillAsync("Zugspitze");
            await FieldOf(drawer, "id long").FillAsync("9223372036854775808");
            await ProduceAsync(drawer);
            await Assertions.Expect(FieldOf(drawer, "id long")).ToHaveAttributeAsync("aria-invalid", "true");
            await Assertions.Expect(drawer.Locator(".mantine-TextInput-error")).ToContainTextAsync("9223372036854775808 is out of the range of long");

            foreach (var (id, offset) in Readings.Ids.Select((id, offset) => (id, offset)))
            {
                await FieldOf(drawer, "id long").FillAsync(id);
                await ProduceAsync(drawer);
                await Assertions.Expect(Written(drawer)).ToContainTextAsync($"Partition 0, offset {offset}");
            }

            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await drawer.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
            await visit.Button("Read again").ClickAsync();
            var messages = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Messages" });
            foreach (var id in Readings.Ids)
                await Assertions.Expect(messages).ToContainTextAsync($"\"id\":{id},");
            await messages.GetByRole(AriaRole.Button, new() { Name = "Open partition 0 offset 1" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(Readings.Ids[1]);
        });
        var read = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/topics/{Readings.Topic}/messages?start=oldest");
        read.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("value").GetProperty("text").GetString())
            .ShouldBe(Readings.Ids.Select(id => $$"""{"id":{{id}},"station":"Zugspitze"}"""));
    }

    [BrowserFact]
    public async Task Messages_are_viewed_taken_out_and_written_again_with_every_digit()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeTopicAsync(user, project);
        await Readings.WriteAsync(user, project);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/topics/{Readings.Topic}?start=oldest");
            await visit.Button("Export").ClickAsync();
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "JSON lines" }).ClickAsync());
            using (var text = new StreamReader(await download.CreateReadStreamAsync()))
            {
                var lines = (await text.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
                lines.Length.ShouldBe(Readings.Ids.Count);
                foreach (var (line, id) in lines.Zip(Readings.Ids))
                    line.ShouldContain($"\"value\":{{\"id\":{id},");
            }

            await visit.Page.GetByLabel("Choose partition 0 offset 0").CheckAsync();
            await visit.Page.GetByLabel("Choose partition 0 offset 1").CheckAsync();
            await visit.Button("Replay 2").ClickAsync();
            await Assertions.Expect(visit.Dialog.GetByRole(AriaRole.Status, new() { Name = "Preview" })).ToContainTextAsync("2 messages");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.DialogButton("Produce 2 messages again").ClickAsync();
            await Assertions.Expect(visit.Dialog.GetByRole(AriaRole.Status, new() { Name = "Written" })).ToContainTextAsync("offsets 3 to 4");
            await visit.DialogButton("Close").Last.ClickAsync();
            await visit.Button("Read again").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Open partition 0 offset 4" }).ClickAsync();
            await Assertions.Expect(visit.Dialog).ToContainTextAsync(Readings.Ids[1]);
        });
        var read = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/topics/{Readings.Topic}/messages?partition=0&start=offset:3");
        read.Body.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("key").GetProperty("text").GetString(), item.GetProperty("value").GetProperty("text").GetString()))
            .ShouldBe([("a", $$"""{"id":{{Readings.Ids[0]}},"station":"Zugspitze"}"""), ("b", $$"""{"id":{{Readings.Ids[1]}},"station":"Fichtelberg"}""")]);
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Records_within_records_unions_lists_and_maps_are_filled_in_and_written_with_key_headers_partition_and_copies()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = Trips, partitions = 3, valueSchema = TripSchema });
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/topics/{Trips}?produce=yes");
            var drawer = visit.Page.GetByRole(AriaRole.Dialog);
            await FieldOf(drawer, "id long").FillAsync("9007199254740993");
            await FieldOf(drawer, "at long (timestamp-millis)").FillAsync("2026-01-31T10:00:59Z");
            await FieldOf(drawer, "city string").FillAsync("Wendelstein");
            await FieldOf(drawer, "height int").FillAsync("1838");
            await drawer.GetByLabel("fare").SelectOptionAsync("long");
            await FieldOf(drawer, "fare long").FillAsync("9223372036854775807");
            await drawer.GetByRole(AriaRole.Button, new() { Name = "Add to stops" }).ClickAsync();
            await FieldOf(drawer, "stops 1 long").FillAsync("-9223372036854775808");
            await drawer.GetByRole(AriaRole.Button, new() { Name = "Add to counts" }).ClickAsync();
            await drawer.GetByLabel("Key 1 of counts").FillAsync("a b");
            await drawer.GetByLabel("side").SelectOptionAsync("RIGHT");
            await drawer.GetByLabel("isPaid").CheckAsync();
            await drawer.GetByLabel("Key", new() { Exact = true }).FillAsync("k1");
            await drawer.GetByRole(AriaRole.Button, new() { Name = "Add header" }).ClickAsync();
            await drawer.GetByLabel("Name of header 1").FillAsync("trace");
            await drawer.GetByLabel("Value of header 1").FillAsync("abc");
            await drawer.GetByLabel("Partition", new() { Exact = true }).SelectOptionAsync("2");
            await drawer.GetByLabel("Copies").FillAsync("3");
            await drawer.GetByText("JSON", new() { Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Editor("Value")).ToContainTextAsync("9223372036854775807");
            await drawer.GetByText("Form", new() { Exact = true }).ClickAsync();
            await Assertions.Expect(FieldOf(drawer, "stops 1 long")).ToHaveValueAsync("-9223372036854775808");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await ProduceAsync(drawer);
            await Assertions.Expect(Written(drawer)).ToContainTextAsync("Partition 2, offsets 0 to 2");

            await visit.Page.ReloadAsync();
            await Assertions.Expect(FieldOf(drawer, "city string")).ToHaveValueAsync("Wendelstein");
            await drawer.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        });
        var read = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/topics/{Trips}/messages?partition=2");
        var items = read.Body.GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBe(3);
        items[0].GetProperty("key").GetProperty("text").GetString().ShouldBe("k1");
        items[0].GetProperty("headers")[0].GetProperty("name").GetString().ShouldBe("trace");
        items[0].GetProperty("value").GetProperty("text").GetString().ShouldBe(
            """{"id":9007199254740993,"at":"2026-01-31T10:00:59Z","from":{"city":"Wendelstein","height":1838},"fare":9223372036854775807,"stops":[-9223372036854775808],"counts":{"a b":0},"side":"RIGHT","isPaid":true}""");
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Who_may_not_produce_to_a_topic_is_told_why()
    {
        var (lender, borrower) = (await server.UserAsync(), await server.UserAsync());
        var (from, to) = (await lender.ProjectAsync(), await borrower.ProjectAsync());
        await Readings.MakeTopicAsync(lender, from);
        var offer = await lender.Rest.CallAsync(HttpMethod.Post, $"projects/{from}/shares", new { kind = "TOPIC", name = Readings.Topic, to, rights = "READ" });
        await borrower.Rest.CallAsync(HttpMethod.Post, $"projects/{to}/share-offers/{offer.Body.GetProperty("id")}/accept");
        await server.VisitAsync(borrower, async visit =>
        {
            await visit.OpenAsync($"/p/{to}/topics/{from}.{Readings.Topic}");
            await Assertions.Expect(visit.Page.Locator(".page-actions").GetByRole(AriaRole.Button, new() { Name = "Produce" }))
                .ToHaveAccessibleDescriptionAsync($"It is lent for reading: an owner of {from} can lend it for writing too.");
        });
    }

    private static ILocator FieldOf(ILocator drawer, string nameAndType) =>
        drawer.GetByRole(AriaRole.Textbox, new() { Name = nameAndType, Exact = true });

    private static ILocator Written(ILocator drawer) => drawer.GetByRole(AriaRole.Status, new() { Name = "Written" });

    private static Task ProduceAsync(ILocator drawer) => drawer.GetByRole(AriaRole.Button, new() { Name = "Produce", Exact = true }).ClickAsync();

}
