using System.Globalization;
using System.Text;
using Hops.Client.Files;
using Hops.Client.Tests.Support;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Client.Tests.Files;

/// <summary>Uploads and downloads over connections that break, and servers that are slow or never answer.</summary>
public sealed class WebHdfsTransferTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number},")));

    [Fact]
    public async Task A_download_that_breaks_is_not_whole_and_goes_on_from_where_it_broke()
    {
        var cuts = 0;
        await using var server = await OddServer.StartAsync(async http =>
        {
            var offset = int.Parse(http.Request.Query["offset"]!, CultureInfo.InvariantCulture);
            var rest = Content.AsMemory(offset);
            http.Response.ContentLength = rest.Length;
            await http.Response.Body.WriteAsync(++cuts < 4 ? rest[..30_000] : rest);
        });
        using var client = Client(server);
        using var whole = new MemoryStream();
        var breaks = 0;
        while (whole.Length < Content.Length)
        {
            await using var part = await client.OpenAsync("/f", whole.Length);
            try
            {
                await part.CopyToAsync(whole);
            }
            catch (IOException)
            {
                breaks++;
            }
        }

        breaks.ShouldBe(3);
        whole.ToArray().ShouldBe(Content);
    }

    [Theory]
    [InlineData("CREATE")]
    [InlineData("APPEND")]
    public async Task An_upload_that_breaks_is_unavailable_and_sent_once(string operation)
    {
        var bodies = 0;
        await using var server = await OddServer.StartAsync(async http =>
        {
            if (!http.Request.Query.ContainsKey("data"))
            {
                http.Response.StatusCode = 307;
                http.Response.Headers.Location = http.Request.Path + http.Request.QueryString + "&data=true";
                return;
            }

            Interlocked.Increment(ref bodies);
            await http.Request.Body.ReadExactlyAsync(new byte[1000]);
            http.Abort();
        });
        using var client = Client(server);

        Task Write(Stream stream, CancellationToken token) => stream.WriteAsync(Content, token).AsTask();
        var refusal = await Should.ThrowAsync<PlatformException>(
            () => operation == "CREATE" ? client.CreateAsync("/f", Write) : client.AppendAsync("/f", Write));

        refusal.Code.ShouldBe(ErrorCode.Unavailable);
        bodies.ShouldBe(1);
    }

    [Fact]
    public async Task A_place_to_write_to_is_asked_for_again_and_the_body_is_sent_once()
    {
        var asked = 0;
        var received = new List<byte[]>();
        await using var server = await OddServer.StartAsync(async http =>
        {
            if (http.Request.Query.ContainsKey("data"))
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                received.Add(body.ToArray());
                http.Response.StatusCode = 201;
                return;
            }

            http.Response.StatusCode = ++asked < 3 ? 503 : 307;
            http.Response.Headers.Location = "/webhdfs/v1/f?op=CREATE&data=true";
        });
        using var client = Client(server);

        await client.CreateAsync("/f", Content, overwrite: true);

        asked.ShouldBe(3);
        received.ShouldHaveSingleItem().ShouldBe(Content);
        server.Seen.First().ShouldBe("PUT /webhdfs/v1/f?op=CREATE&overwrite=true&permission=644");
    }

    [Fact]
    public async Task What_the_writer_of_a_body_throws_reaches_the_caller()
    {
        await using var server = await OddServer.StartAsync(async http =>
        {
            http.Response.StatusCode = http.Request.Query.ContainsKey("data") ? 201 : 307;
            http.Response.Headers.Location = "/webhdfs/v1/f?op=CREATE&data=true";
            await http.Request.Body.CopyToAsync(Stream.Null);
        });
        using var client = Client(server);

        await Should.ThrowAsync<InvalidDataException>(() => client.CreateAsync("/f", async (stream, token) =>
        {
            await stream.WriteAsync(Content, token);
            throw new InvalidDataException("the source is damaged");
        }));
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task A_server_that_never_answers_times_out_and_only_what_may_be_repeated_is_asked_again(bool isIdempotent, int tries)
    {
        await using var server = await OddServer.SilentAsync();
        using var client = new WebHdfsClient(new WebHdfsClientOptions
        {
            Address = server.Address, TriesMax = 3, RetryDelay = TimeSpan.FromMilliseconds(1), ReplyTimeout = TimeSpan.FromMilliseconds(100),
        });

        var refusal = await Should.ThrowAsync<PlatformException>(() => isIdempotent ? client.StatAsync("/f") : client.RenameAsync("/f", "/g"));

        refusal.Code.ShouldBe(ErrorCode.Timeout);
        server.Seen.Count.ShouldBe(tries);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_of_a_timeout_and_nothing_is_repeated()
    {
        await using var server = await OddServer.SilentAsync();
        using var client = Client(server);
        using var impatient = new CancellationTokenSource();
        var asking = client.StatAsync("/f", impatient.Token);

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        server.Seen.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_directory_is_listed_page_by_page_to_its_end()
    {
        await using var server = await OddServer.StartAsync(http =>
        {
            var after = http.Request.Query["startafter"].ToString();
            var from = after.Length == 0 ? 0 : int.Parse(after[1..], CultureInfo.InvariantCulture) + 1;
            var names = Enumerable.Range(from, Math.Min(3, 8 - from)).ToList();
            return http.Response.WriteAsync(Page(names.Select(number => $"ä{number}"), 8 - from - names.Count));
        });
        using var client = Client(server);

        var files = await client.ListAsync("/d").ToListAsync();

        files.Select(file => file.Path).ShouldBe(Enumerable.Range(0, 8).Select(number => $"/d/ä{number}"));
        server.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_listing_that_promises_more_and_brings_nothing_ends()
    {
        await using var server = await OddServer.StartAsync(http => http.Response.WriteAsync(Page([], 5)));
        using var client = Client(server);

        (await client.ListAsync("/d").ToListAsync()).ShouldBeEmpty();
        server.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("/a b/ü%20?#&+", "/webhdfs/v1/a%20b/%C3%BC%2520%3F%23%26%2B")]
    [InlineData("/", "/webhdfs/v1/")]
    [InlineData("//a//b/", "/webhdfs/v1/a/b")]
    [InlineData("/...", "/webhdfs/v1/...")]
    public async Task A_path_arrives_as_it_is(string path, string sent)
    {
        await using var server = await OddServer.AnsweringAsync(200, """{"boolean":true}""");
        using var client = Client(server);

        await client.DeleteAsync(path, recursive: true);

        server.Seen.ShouldBe([$"DELETE {sent}?op=DELETE&recursive=true"]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("/a/../b")]
    [InlineData("/./a")]
    [InlineData("/..")]
    public async Task A_path_that_would_be_taken_for_another_is_sent_nowhere(string path)
    {
        await using var server = await OddServer.AnsweringAsync(200, """{"boolean":true}""");
        using var client = Client(server);

        (await Should.ThrowAsync<PlatformException>(() => client.DeleteAsync(path))).Code.ShouldBe(ErrorCode.InvalidPath);
        server.Seen.ShouldBeEmpty();
    }

    private static string Page(IEnumerable<string> names, int remaining)
    {
        var entries = names.Select(name =>
            $$"""{"pathSuffix":"{{name}}","type":"FILE","length":1,"owner":"o","group":"g","permission":"644","modificationTime":1}""");
        return $$$"""{"DirectoryListing":{"partialListing":{"FileStatuses":{"FileStatus":[{{{string.Join(',', entries)}}}]}},"remainingEntries":{{{remaining}}}}}""";
    }

    private static WebHdfsClient Client(OddServer server) =>
        new(new WebHdfsClientOptions { Address = server.Address, RetryDelay = TimeSpan.FromMilliseconds(1) });
}
