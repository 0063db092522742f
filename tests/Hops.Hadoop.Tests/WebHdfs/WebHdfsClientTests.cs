using Hops.Client.Files;
using Hops.Core.Errors;
using System.Text;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class WebHdfsClientTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const string Data = "/Projects/alpha/data";

    [Fact]
    public async Task A_file_round_trips()
    {
        using var client = host.Client(TestGate.Owner);
        var path = Data + "/round trip +%ü.txt";
        await client.CreateAsync(path, "hello"u8.ToArray());
        await client.AppendAsync(path, (stream, token) => stream.WriteAsync(" world"u8.ToArray(), token).AsTask());
        (await ReadAsync(client, path)).ShouldBe("hello world");
        (await ReadAsync(client, path, 6, 3)).ShouldBe("wor");

        var status = await client.StatAsync(path);
        status.LengthBytes.ShouldBe(11);
        status.Owner.ShouldBe(TestGate.Owner);
        status.Group.ShouldBe("alpha__data");
        status.Permission.ShouldBe(0x1A4);
        await client.SetPermissionAsync(path, 0x1B0);
        (await client.StatAsync(path)).Permission.ShouldBe(0x1B0);

        (await client.RenameAsync(path, Data + "/other")).ShouldBeTrue();
        (await client.RenameAsync(path, Data + "/third")).ShouldBeFalse();
        (await client.FindAsync(path)).ShouldBeNull();
        (await client.DeleteAsync(Data + "/other")).ShouldBeTrue();
        (await client.DeleteAsync(Data + "/other")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_listing_is_read_page_by_page()
    {
        using var client = host.Client(TestGate.Owner);
        await client.MkdirsAsync(Data + "/many/sub");
        for (var index = 0; index < 250; index++)
        {
            await client.CreateAsync($"{Data}/many/f{index:d3}", ReadOnlyMemory<byte>.Empty);
        }

        var names = new List<string>();
        await foreach (var file in client.ListAsync(Data + "/many"))
        {
            names.Add(file.Name);
        }

        names.ShouldBe([.. Enumerable.Range(0, 250).Select(index => $"f{index:d3}"), "sub"]);
        var whole = await host.SendAsync("GET", Data + "/many", "op=LISTSTATUS", TestGate.Owner);
        (await whole.Content.ReadAsStringAsync()).Split("\"pathSuffix\":").Length.ShouldBe(252);
    }

    [Fact]
    public async Task A_commit_is_made_once()
    {
        using var client = host.Client(TestGate.Owner, isRunner: true);
        await client.MkdirsAsync(Data + "/table/_commits");
        await client.CreateAsync(Data + "/table/staged", "part"u8.ToArray());
        await client.CreateAsync(Data + "/table/old", "old"u8.ToArray());
        var commit = new FileCommit(
            Data + "/table/_commits", 0, [new FileRename(Data + "/table/staged", Data + "/table/part-0")], [Data + "/table/old"], "{}"u8.ToArray());
        await client.CommitFilesAsync(commit);
        (await ReadAsync(client, Data + "/table/part-0")).ShouldBe("part");
        (await ReadAsync(client, Data + "/table/_commits/0")).ShouldBe("{}");
        (await client.FindAsync(Data + "/table/old")).ShouldBeNull();

        var lost = await Should.ThrowAsync<PlatformException>(() => client.CommitFilesAsync(commit with { Renames = [], Deletes = [] }));
        lost.Code.ShouldBe(ErrorCode.Fenced);
        var foreign = commit with { Sequence = 1, Renames = [], Deletes = ["/Projects/beta/data/x"] };
        (await Should.ThrowAsync<PlatformException>(() => client.CommitFilesAsync(foreign))).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task Refusals_come_back_as_what_they_are()
    {
        using var client = host.Client(TestGate.Owner);
        await client.MkdirsAsync(Data + "/full/sub");
        await client.CreateAsync(Data + "/full/file", "x"u8.ToArray());
        await RefusedAsync(ErrorCode.NotFound, () => client.StatAsync(Data + "/none"));
        await RefusedAsync(ErrorCode.NotFound, () => client.OpenAsync(Data + "/none"));
        await RefusedAsync(ErrorCode.IsADirectory, () => client.OpenAsync(Data + "/full"));
        await RefusedAsync(ErrorCode.AlreadyExists, () => client.CreateAsync(Data + "/full/file", "y"u8.ToArray()));
        await RefusedAsync(ErrorCode.DirectoryNotEmpty, () => client.DeleteAsync(Data + "/full"));
        await RefusedAsync(ErrorCode.InvalidPath, () => client.StatAsync(Data + "/../x"));
        await RefusedAsync(ErrorCode.InvalidPath, () => client.StatAsync(Data + "/a:b"));
        await RefusedAsync(ErrorCode.NotFound, () => client.StatAsync("/Projects/beta/data"));
        await RefusedAsync(ErrorCode.AccessDenied, () => client.DeleteAsync("/Projects", recursive: true));

        using var scientist = host.Client(TestGate.Scientist);
        (await scientist.StatAsync(Data + "/full/file")).LengthBytes.ShouldBe(1);
        await RefusedAsync(ErrorCode.ExportDenied, () => scientist.OpenAsync(Data + "/full/file"));
        using var runner = host.Client(TestGate.Scientist, isRunner: true);
        (await ReadAsync(runner, Data + "/full/file")).ShouldBe("x");

        using var nobody = host.Client("nobody");
        await RefusedAsync(ErrorCode.Unauthenticated, () => nobody.StatAsync("/"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable_after_bounded_tries()
    {
        using var client = new WebHdfsClient(new WebHdfsClientOptions
        {
            Address = new Uri("http://127.0.0.1:1/webhdfs/v1"),
            RetryDelay = TimeSpan.FromMilliseconds(1),
        });
        await RefusedAsync(ErrorCode.Unavailable, () => client.StatAsync("/"));
        await RefusedAsync(ErrorCode.Unavailable, () => client.DeleteAsync("/x"));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_no_file()
    {
        using var client = host.Client(TestGate.Owner);
        var path = Data + "/broken";
        await Should.ThrowAsync<Exception>(() => client.CreateAsync(path, async (stream, token) =>
        {
            await stream.WriteAsync(new byte[300_000], token);
            await stream.FlushAsync(token);
            throw new IOException("the writer failed");
        }));

        // The server hears of it when the connection breaks; until then the file is under construction.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await client.FindAsync(path, deadline.Token) is not null)
        {
            await Task.Yield();
        }
    }

    private static async Task RefusedAsync(ErrorCode code, Func<Task> operation) =>
        (await Should.ThrowAsync<PlatformException>(operation)).Code.ShouldBe(code);

    private static async Task<string> ReadAsync(WebHdfsClient client, string path, long offset = 0, long? length = null)
    {
        await using var stream = await client.OpenAsync(path, offset, length);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
