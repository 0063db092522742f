using Hops.Api.Tests.Messages;

namespace Hops.Api.Tests.Access;

public sealed class TopicAccessTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Who_may_do_what_is_said_as_the_doors_answer_with_the_reason()
    {
        using var lab = await TopicLab.OpenAsync(server, "who_may");
        using var other = await TopicLab.OpenAsync(server, "who_lent");
        var offer = await lab.Owner.SendAsync(HttpMethod.Post, "projects/who_may/shares", new { kind = "TOPIC", name = "t", to = "who_lent", rights = "READ" });
        (await other.Owner.SendAsync(HttpMethod.Post, $"projects/who_lent/share-offers/{offer.Body.GetProperty("id").GetString()}/accept", new { })).Status.ShouldBe(200);

        (await AskAsync(lab, "user=who_may_own&operation=READ")).ShouldBe(("ALLOW", "who_may_own may take messages out of topic t."));
        var scientist = await AskAsync(lab, "user=who_may_sci&operation=READ");
        scientist.Grant.ShouldBe("EXPORT");
        scientist.Sentence!.ShouldStartWith("who_may_sci may not take messages out of topic t: A Data Scientist reads data inside the platform");
        (await AskAsync(lab, "user=who_may_sci&operation=READ&inQuery=true")).Grant.ShouldBe("ALLOW");
        (await AskAsync(lab, "user=who_may_sci&operation=DELETE")).Grant.ShouldBe("DENY");
        (await AskAsync(lab, "borrower=who_lent&operation=READ")).Grant.ShouldBe("EXPORT");
        (await AskAsync(lab, "borrower=who_lent&operation=WRITE&inQuery=true")).Sentence!.ShouldContain("shared with the project for reading");

        var holders = (await lab.Owner.SendAsync(HttpMethod.Get, "projects/who_may/topics/t/access")).Body.GetProperty("items").EnumerateArray().ToList();
        holders.Select(holder => holder.GetProperty("who").GetString()).ShouldBe(["Data Owners", "Data Scientists", "Members of project who_lent"]);
        holders[1].GetProperty("members").EnumerateArray().Select(member => member.GetString()).ShouldBe(["who_may_sci"]);
        holders[1].GetProperty("rights").EnumerateArray().Select(right => $"{right.GetProperty("operation").GetString()} {right.GetProperty("inQuery").GetBoolean()} {right.GetProperty("grant").GetString()}")
            .ShouldBe(["DESCRIBE False ALLOW", "READ False EXPORT", "WRITE False ALLOW", "ALTER False DENY", "DELETE False DENY", "READ True ALLOW", "WRITE True ALLOW"]);
    }

    [Fact]
    public async Task Of_strangers_and_projects_that_borrow_nothing_there_is_no_answer()
    {
        using var lab = await TopicLab.OpenAsync(server, "who_none");
        using var stranger = await server.UserAsync("who_str");

        foreach (var who in new[] { "user=who_str", "user=nobody_at_all", "borrower=who_none", "borrower=nothing" })
            (await lab.Owner.SendAsync(HttpMethod.Get, $"projects/who_none/topics/t/access/check?{who}&operation=READ")).Status.ShouldBe(404, who);
        foreach (var wrong in new[] { "user=who_none_own", "user=who_none_own&operation=RULE", "operation=READ", "user=a&borrower=b&operation=READ" })
            (await lab.Owner.SendAsync(HttpMethod.Get, $"projects/who_none/topics/t/access/check?{wrong}")).Status.ShouldBe(400, wrong);
        (await stranger.SendAsync(HttpMethod.Get, "projects/who_none/topics/t/access/check?user=who_none_own&operation=READ")).Status.ShouldBe(404);
    }

    private static async Task<(string? Grant, string? Sentence)> AskAsync(TopicLab lab, string question)
    {
        var answer = await lab.Owner.SendAsync(HttpMethod.Get, $"projects/{lab.Project}/topics/t/access/check?{question}");
        answer.Status.ShouldBe(200, answer.Text);
        return (answer.Body.GetProperty("grant").GetString(), answer.Body.GetProperty("sentence").GetString());
    }
}
