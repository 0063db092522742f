using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Two owners share a dataset, each at a terminal.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class ShareStoryTests(LiveServer server)
{
    [Fact]
    public async Task A_dataset_is_offered_accepted_seen_and_taken_back()
    {
        var (lender, borrower) = (await server.OwnerAsync("cli_lend"), await server.OwnerAsync("cli_borrow"));
        await lender.DoAsync("dataset", "create", "weather");
        await lender.DoAsync("fs", "put", lender.Write("day.csv", "a,b"), "weather/day.csv");

        await lender.RefusedAsync(ExitCode.NotFound, "share", "offer", "dataset", "wether", "--to", "cli_borrow");
        await lender.DoAsync("share", "offer", "dataset", "weather", "--to", "cli_borrow", "--expires", "30d", "--note", "daily");
        (await borrower.JsonAsync("share", "inbox")).EnumerateArray().Single().GetProperty("borrowedName").GetString().ShouldBe("cli_lend::weather");
        var near = await borrower.RunAsync("share", "accept", "cli_lend::wether");
        (near.ExitCode, near.Errors.Contains("did you mean 'cli_lend::weather'?", StringComparison.Ordinal)).ShouldBe((ExitCode.NotFound, true), near.Said);
        await borrower.DoAsync("share", "accept", "cli_lend::weather");

        (await borrower.DoAsync("dataset", "list")).ShouldContain("cli_lend::weather");
        (await borrower.DoAsync("fs", "ls", "cli_lend::weather")).ShouldContain("day.csv");
        await borrower.RefusedAsync(ExitCode.Refused, "fs", "cat", "cli_lend::weather/day.csv");
        (await lender.JsonAsync("share", "list")).EnumerateArray().Single().GetProperty("state").GetString().ShouldBe("ACCEPTED");
        (await borrower.DoAsync("share", "list", "--borrowed")).ShouldContain("cli_lend::weather");

        await lender.RefusedAsync(ExitCode.Usage, "share", "revoke", "weather");
        await lender.DoAsync("share", "revoke", "weather", "--yes");
        await borrower.RefusedAsync(ExitCode.NotFound, "fs", "ls", "cli_lend::weather");
    }

    [Fact]
    public async Task An_offer_is_rejected_with_a_reason_and_a_share_is_left()
    {
        var (lender, borrower) = (await server.OwnerAsync("cli_lend2"), await server.OwnerAsync("cli_borrow2"));
        await lender.DoAsync("topic", "create", "events");

        await lender.DoAsync("share", "offer", "topic", "events", "--to", "cli_borrow2", "--write");
        await borrower.DoAsync("share", "reject", "cli_lend2.events", "--reason", "not now");
        (await lender.DoAsync("share", "list")).ShouldContain("not now");
        await lender.DoAsync("share", "offer", "topic", "events", "--to", "cli_borrow2");
        await borrower.DoAsync("share", "accept", "cli_lend2.events");
        (await borrower.DoAsync("topic", "list")).ShouldContain("cli_lend2.events");
        await borrower.DoAsync("share", "leave", "cli_lend2.events", "--yes");
        (await borrower.DoAsync("topic", "list")).ShouldNotContain("cli_lend2.events");
    }

    [Fact]
    public async Task A_public_dataset_is_joined_and_lost()
    {
        var (lender, borrower) = (await server.OwnerAsync("cli_lend3"), await server.OwnerAsync("cli_borrow3"));
        await lender.DoAsync("dataset", "create", "weather");
        await lender.DoAsync("share", "publish", "weather", "--note", "for all");
        (await borrower.DoAsync("share", "public")).ShouldContain("cli_lend3::weather");
        await borrower.DoAsync("share", "join", "cli_lend3::weather");
        await lender.RefusedAsync(ExitCode.Conflict, "share", "unpublish", "weather", "--yes");
        await lender.DoAsync("share", "unpublish", "weather", "--yes", "--force");
        (await borrower.DoAsync("dataset", "list")).ShouldNotContain("cli_lend3::weather");
    }
}
