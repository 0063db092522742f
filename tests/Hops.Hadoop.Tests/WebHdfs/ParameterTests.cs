using System.Text.Json;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>
/// Every parameter that an operation reads, with what it may not be. Each is refused by a 400 whose message names the parameter, before
/// anything is changed.
/// </summary>
public sealed class ParameterTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const string Data = "/Projects/alpha/data";

    private static readonly string[] NoNumber = ["x", "1.5", "0x10", "1e3", "--1", "1%20", "%201", "%2B%2B1", "9223372036854775808", "-9223372036854775809", "%D9%A1", "%EF%BC%91"];
    private static readonly string[] NoFlag = ["yes", "1", "t", "truE%20", "null", "on"];
    private static readonly string[] NoPermission = ["8", "-1", "+7", "2000", "1778", "rwxr-xr-x", "u%3Drwx", "0o755", "7.5", "%D9%A7", "777777777777777777777777"];

    public static TheoryData<string, string, string, string> Refused
    {
        get
        {
            var cases = new TheoryData<string, string, string, string>();
            Add("GET", "OPEN", "offset", [.. NoNumber, "-1"]);
            Add("GET", "OPEN", "length", [.. NoNumber, "-1"]);
            Add("GET", "OPEN", "noredirect", NoFlag);
            Add("GET", "GETFILEBLOCKLOCATIONS", "offset", [.. NoNumber, "-1"]);
            Add("GET", "GETFILEBLOCKLOCATIONS", "length", [.. NoNumber, "-1"]);
            Add("GET", "CHECKACCESS", "fsaction", ["r", "rwxrwx", "wrx", "RWX", "r%2Dy", "7", "---%20"]);
            Add("PUT", "CREATE", "overwrite", NoFlag);
            Add("PUT", "CREATE", "createparent", NoFlag);
            Add("PUT", "CREATE", "permission", NoPermission);
            Add("PUT", "CREATE", "blocksize", [.. NoNumber, "0", "-1"]);
            Add("PUT", "CREATE", "replication", [.. NoNumber, "0", "-1"]);
            Add("PUT", "CREATE", "data", NoFlag);
            Add("PUT", "CREATE", "noredirect", NoFlag);
            Add("PUT", "CREATE", "createflag", ["NONSENSE", "CREATE,NONSENSE", "APPEND", "OVERWRITE%20", "CREATE;OVERWRITE"]);
            Add("PUT", "MKDIRS", "permission", NoPermission);
            Add("PUT", "SETPERMISSION", "permission", NoPermission);
            Add("PUT", "SETTIMES", "modificationtime", [.. NoNumber, "-2", "253402300800000"]);
            Add("PUT", "SETTIMES", "accesstime", [.. NoNumber, "-2", "253402300800000"]);
            Add("PUT", "RENAME", "renameoptions", ["SIDEWAYS", "OVERWRITE,SIDEWAYS", "OVER_WRITE", "NONE%20"]);
            Add("POST", "APPEND", "data", NoFlag);
            Add("POST", "APPEND", "noredirect", NoFlag);
            Add("DELETE", "DELETE", "recursive", NoFlag);
            return cases;

            void Add(string method, string operation, string parameter, string[] values)
            {
                foreach (var value in values)
                    cases.Add(method, operation, parameter, $"{parameter}={value}");
                var twice = parameter is "permission" ? "755" : parameter is "fsaction" ? "r--" : parameter is "renameoptions" ? "NONE" : parameter is "createflag" ? "CREATE" : "true";
                cases.Add(method, operation, parameter, $"{parameter}={twice}&{parameter}={twice}");
                cases.Add(method, operation, parameter, $"{parameter}={twice}&{parameter.ToUpperInvariant()}={twice}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_parameter_that_is_not_what_it_should_be_is_named_and_nothing_is_changed(string method, string operation, string parameter, string query)
    {
        using var client = host.Client(TestGate.Owner);
        var path = $"{Data}/parameters";
        await client.CreateAsync(path, "x"u8.ToArray(), overwrite: true);
        var before = await ListAsync();
        var destination = operation == "RENAME" ? $"&destination={Data}/moved" : "";

        using var reply = await host.SendAsync(method, path, $"op={operation}{destination}&{query}", TestGate.Owner);

        var body = await reply.Content.ReadAsStringAsync();
        ((int)reply.StatusCode).ShouldBe(400, body);
        var refusal = JsonElement.Parse(body).GetProperty("RemoteException");
        refusal.GetProperty("exception").GetString().ShouldBe("HadoopIllegalArgumentException");
        refusal.GetProperty("hopsCode").GetString().ShouldBe("invalid-argument");
        refusal.GetProperty("message").GetString()!.ShouldContain($"\"{parameter}\"", Case.Insensitive);
        (await ListAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("PUT", "RENAME", "destination")]
    [InlineData("GET", "CHECKACCESS", "fsaction")]
    public async Task A_parameter_that_must_be_there_is_asked_for(string method, string operation, string parameter)
    {
        foreach (var query in new[] { "", $"&{parameter}=" })
        {
            using var reply = await host.SendAsync(method, Data, $"op={operation}{query}", TestGate.Owner);

            ((int)reply.StatusCode).ShouldBe(400);
            (await reply.Content.ReadAsStringAsync()).ShouldContain($"Required param {parameter} for op: {operation}");
        }
    }

    /// <summary>What Hadoop takes too: names in any case, empty for absent, and what nobody reads.</summary>
    [Theory]
    [InlineData("PUT", "OP=mkdirs&Permission=0000755", "755")]
    [InlineData("PUT", "op=MKDIRS&permission=", "770")]
    [InlineData("PUT", "op=MKDIRS&permission=null", "770")]
    [InlineData("PUT", "op=MKDIRS&permission=1777&unmaskedpermission=zzz&offset=x&offset=y", "1777")]
    [InlineData("PUT", "op=MKDIRS&permission=0", "0")]
    public async Task What_is_no_fault_is_no_refusal(string method, string query, string permission)
    {
        var path = $"{Data}/fine-{Guid.NewGuid():N}";

        using var reply = await host.SendAsync(method, path, query, TestGate.Owner);

        ((int)reply.StatusCode).ShouldBe(200, await reply.Content.ReadAsStringAsync());
        using var status = await host.SendAsync("GET", path, "op=GETFILESTATUS", TestGate.Owner);
        var json = JsonElement.Parse(await status.Content.ReadAsStringAsync()).GetProperty("FileStatus");
        json.GetProperty("permission").GetString().ShouldBe(permission);
    }

    /// <summary>Query, header Range, status, Content-Range, bytes. The file is 0123456789.</summary>
    public static TheoryData<string, string?, int, string?, string> Ranges => new()
    {
        { "", null, 200, null, "0123456789" },
        { "&offset=0", null, 200, null, "0123456789" },
        { "&offset=9", null, 200, null, "9" },
        { "&offset=10", null, 200, null, "" },
        { "&offset=3&length=4", null, 200, null, "3456" },
        { "&offset=3&length=0", null, 200, null, "" },
        { "&length=4", null, 200, null, "0123" },
        { "&offset=8&length=9223372036854775807", null, 200, null, "89" },
        { "&offset=null&length=null", null, 200, null, "0123456789" },
        { "", "bytes=0-", 206, "bytes 0-9/10", "0123456789" },
        { "", "bytes=0-0", 206, "bytes 0-0/10", "0" },
        { "", "bytes=3-5", 206, "bytes 3-5/10", "345" },
        { "", "BYTES=3-5", 206, "bytes 3-5/10", "345" },
        { "", "bytes=9-9", 206, "bytes 9-9/10", "9" },
        { "", "bytes=9-1000", 206, "bytes 9-9/10", "9" },
        { "", "bytes=5-9223372036854775807", 206, "bytes 5-9/10", "56789" },
        { "", "bytes=-1", 206, "bytes 9-9/10", "9" },
        { "", "bytes=-10", 206, "bytes 0-9/10", "0123456789" },
        { "", "bytes=-11", 206, "bytes 0-9/10", "0123456789" },
        { "", "bytes=-0", 416, "bytes */10", "" },
        { "", "bytes=10-", 416, "bytes */10", "" },
        { "", "bytes=10-20", 416, "bytes */10", "" },
        { "", "bytes=9223372036854775807-", 416, "bytes */10", "" },
        { "", "bytes=5-3", 200, null, "0123456789" },
        { "", "bytes=x-3", 200, null, "0123456789" },
        { "", "bytes=", 200, null, "0123456789" },
        { "", "rows=1-3", 200, null, "0123456789" },
        { "", "bytes=0-1,4-5", 200, null, "0123456789" },
        { "", "bytes=99999999999999999999-", 200, null, "0123456789" },
        { "&offset=2", "bytes=0-0", 200, null, "23456789" },
        { "&length=2", "bytes=4-", 200, null, "01" },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task A_range_is_these_bytes(string query, string? header, int status, string? contentRange, string content)
    {
        var path = $"{Data}/range";
        using var client = host.Client(TestGate.Owner);
        await client.CreateAsync(path, "0123456789"u8.ToArray(), overwrite: true);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.Url(path, "op=OPEN" + query));
        request.Headers.Authorization = new("Bearer", "token-" + TestGate.Owner);
        if (header is not null)
            request.Headers.TryAddWithoutValidation("Range", header).ShouldBeTrue();

        using var reply = await http.SendAsync(request);

        ((int)reply.StatusCode).ShouldBe(status);
        reply.Content.Headers.ContentRange?.ToString().ShouldBe(contentRange);
        (await reply.Content.ReadAsStringAsync()).ShouldBe(content);
        reply.Content.Headers.ContentLength.ShouldBe(content.Length);
    }

    [Theory]
    [InlineData("&offset=11")]
    [InlineData("&offset=9223372036854775807")]
    [InlineData("&offset=11&length=0")]
    public async Task An_offset_beyond_the_end_is_the_end_of_the_file_to_a_client(string query)
    {
        var path = $"{Data}/beyond";
        using var client = host.Client(TestGate.Owner);
        await client.CreateAsync(path, "0123456789"u8.ToArray(), overwrite: true);

        using var reply = await host.SendAsync("GET", path, "op=OPEN" + query, TestGate.Owner);

        ((int)reply.StatusCode).ShouldBeInRange(400, 499);
        (await reply.Content.ReadAsStringAsync()).ShouldContain("\"hopsCode\":\"out-of-range\"");
    }

    [Fact]
    public async Task Pages_of_a_large_directory_are_whole_in_order_and_the_same_by_both_ways()
    {
        var directory = $"{Data}/large-{Guid.NewGuid():N}";
        var root = host.Gate.Current(new() { Name = TestGate.Root, UserName = TestGate.Root, UserId = 1 })!;
        using (await host.SendAsync("PUT", directory, "op=MKDIRS", TestGate.Owner))
            await Task.WhenAll(Enumerable.Range(0, 350).Select(index => host.Files.WriteFileAsync(root, $"{directory}/f{index:D4}", default, new(), default).AsTask()));
        var expected = Enumerable.Range(0, 350).Select(index => $"f{index:D4}").ToArray();

        var paged = new List<string>();
        var sizes = new List<int>();
        var remaining = 1L;
        while (remaining > 0)
        {
            var after = paged.Count == 0 ? "" : "&startAfter=" + paged[^1];
            using var reply = await host.SendAsync("GET", directory, "op=LISTSTATUS_BATCH" + after, TestGate.Owner);
            var listing = JsonElement.Parse(await reply.Content.ReadAsStringAsync()).GetProperty("DirectoryListing");
            var names = Names(listing.GetProperty("partialListing")).ToArray();
            sizes.Add(names.Length);
            paged.AddRange(names);
            remaining = listing.GetProperty("remainingEntries").GetInt64();
        }

        using var whole = await host.SendAsync("GET", directory, "op=LISTSTATUS", TestGate.Owner);
        sizes.ShouldBe([100, 100, 100, 50]);
        paged.ShouldBe(expected);
        Names(JsonElement.Parse(await whole.Content.ReadAsStringAsync())).ShouldBe(expected);
    }

    private static IEnumerable<string> Names(JsonElement listing) =>
        listing.GetProperty("FileStatuses").GetProperty("FileStatus").EnumerateArray().Select(entry => entry.GetProperty("pathSuffix").GetString()!);

    private async Task<string> ListAsync()
    {
        using var reply = await host.SendAsync("GET", $"{Data}/parameters", "op=GETFILESTATUS", TestGate.Owner);
        using var moved = await host.SendAsync("GET", $"{Data}/moved", "op=GETFILESTATUS", TestGate.Owner);
        return $"{await reply.Content.ReadAsStringAsync()} {(int)moved.StatusCode}";
    }
}
