using System.Text.Json;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Who may do what, as rows.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class AclTests(LiveServer server)
{
    [Fact]
    public async Task Rows_are_of_roles_and_of_shares_and_of_what_is_allowed_alone()
    {
        var owner = await server.OwnerAsync("acl_lender");
        var borrower = await server.OwnerAsync("acl_borrower");
        await server.UserAsync("acl_sam");
        await owner.DoAsync("member", "add", "acl_sam", "--role", "data-scientist");
        foreach (var topic in new[] { "orders", "orders-late" })
            await owner.DoAsync("topic", "create", topic, "--partitions", "1");
        await owner.DoAsync("share", "offer", "topic", "orders", "--to", "acl_borrower");
        await borrower.DoAsync("share", "accept", "acl_lender.orders");

        var rows = await RowsAsync(owner, "--topic", "orders");
        rows.ShouldContain("TOPIC orders Data Owners READ False role in project acl_lender");
        rows.ShouldContain("TOPIC orders Data Owners DELETE False role in project acl_lender");
        rows.ShouldContain("TOPIC orders Data Scientists WRITE False role in project acl_lender");
        rows.ShouldContain("TOPIC orders Data Scientists READ True role in project acl_lender");
        rows.ShouldNotContain(row => row.Contains("Data Scientists READ False", StringComparison.Ordinal));
        rows.ShouldContain("TOPIC orders Members of project acl_borrower READ True share with project acl_borrower");
        rows.ShouldNotContain(row => row.Contains("acl_borrower WRITE", StringComparison.Ordinal));

        var ofSam = await RowsAsync(owner, "--user", "acl_sam");
        ofSam.ShouldAllBe(row => row.Contains("Data Scientists", StringComparison.Ordinal));
        ofSam.ShouldContain("GROUP * Data Scientists WRITE False role in project acl_lender");
        (await RowsAsync(owner, "--group", "payments")).ShouldContain("GROUP payments Data Owners WRITE False role in project acl_lender");
        (await RowsAsync(borrower, "--topic", "acl_lender.orders")).ShouldBe(
        [
            "TOPIC acl_lender.orders Data Owners DESCRIBE False role in project acl_borrower",
            "TOPIC acl_lender.orders Data Owners READ True role in project acl_borrower",
        ]);
        await owner.DoAsync("share", "revoke", "orders", "--yes");
        (await RowsAsync(owner, "--topic", "orders")).ShouldNotContain(row => row.Contains("acl_borrower", StringComparison.Ordinal));

        await owner.RefusedAsync(ExitCode.Usage, "acl", "list", "--topic", "orders", "--group", "g");
        (await owner.RunAsync("acl", "list", "--topic", "order")).Errors.ShouldContain("orders");
        (await owner.RunAsync("acl", "list", "--user", "acl_borrower")).Errors.ShouldContain("not a member");
    }

    private static async Task<List<string>> RowsAsync(Person person, params string[] filter) =>
        [.. (await person.JsonAsync(["acl", "list", .. filter])).EnumerateArray().Select(Text)];

    private static string Text(JsonElement row) => string.Join(' ', new[] { "kind", "name", "who", "operation", "inQuery", "reason" }.Select(column => row.GetProperty(column).ToString()));
}
