using Hops.Core.Identity;
using Hops.Hadoop.WebHdfs;
using System.Text;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>Every row of the table, asked by those who get nothing.</summary>
public sealed class AccessTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const string Data = "/Projects/alpha/data";
    private const string Parameters = "&destination=/Projects/alpha/data/moved&owner=beta__bob&permission=777&fsaction=r--&recursive=true&data=true";

    public static IEnumerable<object[]> Rows => OperationTable.Rows.Select(row => new object[] { row.Method, row.Name });

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_signed_out_caller_gets_nothing(string method, string name)
    {
        var path = await FileAsync(name);
        foreach (var credential in new[] { "", "&user.name=hops", "&delegation=wrong", "&ticket=wrong", "&user.name=hops&doas=alpha__ada" })
        {
            using var reply = await SendAsync(method, path, name, credential, null);
            ((int)reply.StatusCode).ShouldBe(401, credential);
            (await reply.Content.ReadAsStringAsync()).ShouldContain("\"hopsCode\":\"unauthenticated\"");
        }

        await UntouchedAsync(path);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_member_of_another_project_does_not_even_learn_that_it_is_there(string method, string name)
    {
        var path = await FileAsync(name);
        using var present = await SendAsync(method, path, name, "", TestGate.Foreigner);
        using var absent = await SendAsync(method, path + "-none", name, "", TestGate.Foreigner);
        ((int)present.StatusCode).ShouldBe(404);
        (await present.Content.ReadAsStringAsync()).ShouldBe((await absent.Content.ReadAsStringAsync()).Replace("-none", "", StringComparison.Ordinal));
        await UntouchedAsync(path);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_data_scientist_takes_no_content_out(string method, string name)
    {
        var path = await FileAsync(name);
        using var reply = await SendAsync(method, path, name, "", TestGate.Scientist);
        var body = await reply.Content.ReadAsStringAsync();
        body.ShouldNotContain("the content");
        var isExport = name is "OPEN" or "GETFILECHECKSUM";
        body.Contains("export-denied", StringComparison.Ordinal).ShouldBe(isExport);
        host.Gate.Refusals.Contains((TestGate.Scientist, Operation.Read, new Resource(ResourceKind.File, 1, path))).ShouldBe(isExport);
    }

    [Fact]
    public async Task Nothing_is_renamed_into_another_project()
    {
        var path = await FileAsync("into");
        foreach (var options in new[] { "", "&renameoptions=OVERWRITE" })
        {
            using var reply = await host.SendAsync("PUT", path, "op=RENAME&destination=/Projects/beta/data/x" + options, TestGate.Owner);
            ((int)reply.StatusCode).ShouldBe(404);
        }

        await UntouchedAsync(path);
    }

    [Fact]
    public async Task A_ticket_ends_with_the_membership()
    {
        var isolated = new WebHdfsHost();
        await isolated.InitializeAsync();
        try
        {
            using var first = await isolated.SendAsync("PUT", Data + "/x", "op=CREATE", TestGate.Owner);
            isolated.Gate.Remove(TestGate.Owner);
            using var http = new HttpClient();
            using var second = await http.PutAsync(first.Headers.Location, new ByteArrayContent([1]));
            ((int)second.StatusCode).ShouldBe(401);
        }
        finally
        {
            await isolated.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_ticket_is_used_up_by_a_client_that_sends_its_credential_again()
    {
        using var first = await host.SendAsync("PUT", Data + "/ticket", "op=CREATE&overwrite=true", TestGate.Owner);
        var location = first.Headers.Location!;
        using var second = await host.SendAsync("PUT", Data + "/ticket", location.Query[1..], TestGate.Owner, new ByteArrayContent([1]));
        ((int)second.StatusCode).ShouldBe(201);

        using var http = new HttpClient();
        using var third = await http.PutAsync(location, new ByteArrayContent([2]));
        ((int)third.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task A_transfer_ends_with_the_membership()
    {
        var isolated = new WebHdfsHost();
        await isolated.InitializeAsync();
        try
        {
            using var client = isolated.Client(TestGate.Owner);
            var piece = new byte[1024 * 1024];
            await client.CreateAsync(Data + "/long", async (stream, token) =>
            {
                for (var count = 0; count < 64; count++)
                {
                    await stream.WriteAsync(piece, token);
                }
            });
            await using var download = await client.OpenAsync(Data + "/long");
            await download.ReadExactlyAsync(piece.AsMemory(0, 1));
            isolated.Gate.Remove(TestGate.Owner);
            await Should.ThrowAsync<IOException>(() => download.CopyToAsync(Stream.Null));
        }
        finally
        {
            await isolated.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_list_of_projects_shows_only_ones_own()
    {
        using var reply = await host.SendAsync("GET", "/Projects", "op=LISTSTATUS", TestGate.Root);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("\"pathSuffix\":\"beta\"");
        var root = host.Gate.Current(new() { Name = TestGate.Root, UserName = "hops", UserId = 1 })!;
        await host.Files.SetPermissionAsync(root, "/Projects", 0x1ED, default);
        foreach (var operation in new[] { "LISTSTATUS", "LISTSTATUS_BATCH" })
        {
            using var own = await host.SendAsync("GET", "/Projects", "op=" + operation, TestGate.Owner);
            var body = await own.Content.ReadAsStringAsync();
            body.ShouldContain("\"pathSuffix\":\"alpha\"");
            body.ShouldNotContain("beta");
        }

        using var sum = await host.SendAsync("GET", "/Projects", "op=GETCONTENTSUMMARY", TestGate.Owner);
        ((int)sum.StatusCode).ShouldBe(403);
    }

    private async Task<string> FileAsync(string name)
    {
        var path = $"{Data}/access-{name}-{Guid.NewGuid():N}";
        using var client = host.Client(TestGate.Owner);
        await client.CreateAsync(path, "the content"u8.ToArray());
        await client.SetPermissionAsync(path, 0x1B0);
        return path;
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string name, string credential, string? user) => host.SendAsync(
        method,
        path,
        $"op={name}{Parameters}{credential}",
        user,
        method == "POST" ? new StringContent("{\"sequence\":0}", Encoding.UTF8, "application/json") : null);

    private async Task UntouchedAsync(string path)
    {
        using var client = host.Client(TestGate.Owner);
        var status = await client.StatAsync(path);
        status.LengthBytes.ShouldBe(11);
        status.Owner.ShouldBe(TestGate.Owner);
        status.Permission.ShouldBe(0x1B0);
    }
}
