using System.Text;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>Every operation of WebHDFS by every standing, against the page of rights.</summary>
[Collection(CallersCollection.Name)]
public sealed class WebHdfsDoorTests(Callers callers)
{
    /// <summary>What an operation asks for, and its parameters: such as do nothing that permission bits forbid to whoever owns the file.</summary>
    private static readonly (string Method, string Name, string Needs, string Parameters)[] Operations =
    [
        ("GET", "OPEN", "Read", ""),
        ("GET", "GETFILESTATUS", "Describe", ""),
        ("GET", "GETFILELINKSTATUS", "Describe", ""),
        ("GET", "LISTSTATUS", "Describe", ""),
        ("GET", "LISTSTATUS_BATCH", "Describe", ""),
        ("GET", "GETCONTENTSUMMARY", "Describe", ""),
        ("GET", "GETQUOTAUSAGE", "Describe", ""),
        ("GET", "GETFILECHECKSUM", "Read", ""),
        ("GET", "GETFILEBLOCKLOCATIONS", "Describe", ""),
        ("GET", "GETTRASHROOT", "Describe", ""),
        ("GET", "GETACLSTATUS", "Describe", ""),
        ("GET", "CHECKACCESS", "Describe", "fsaction=r--"),
        ("PUT", "CREATE", "Create", "overwrite=true"),
        ("PUT", "MKDIRS", "Create", ""),
        ("PUT", "RENAME", "Write", "destination=DIRECTORY/moved"),
        ("PUT", "SETOWNER", "Alter", "group="),
        ("PUT", "SETPERMISSION", "Alter", "permission=660"),
        ("PUT", "SETTIMES", "Alter", "modificationtime=1700000000000"),
        ("POST", "APPEND", "Write", ""),
        ("POST", "COMMITFILES", "Write", ""),
        ("DELETE", "DELETE", "Delete", ""),
    ];

    [SpineTheory]
    [InlineData("anyone", Callers.Lender)]
    [InlineData("borrower", Callers.Lender)]
    [InlineData("scientist", Callers.Lender)]
    [InlineData("owner", Callers.Lender)]
    [InlineData("administrator", Callers.Lender)]
    [InlineData("anyone", Callers.Archived)]
    [InlineData("borrower", Callers.Archived)]
    [InlineData("scientist", Callers.Archived)]
    [InlineData("owner", Callers.Archived)]
    [InlineData("administrator", Callers.Archived)]
    public async Task Every_operation_answers_as_the_page_of_rights_says(string standing, string lender)
    {
        var caller = callers.Of(standing, lender);
        using var http = ClientOf(caller);
        var directory = DirectoryOf(lender);
        foreach (var (method, name, needs, parameters) in Operations)
        {
            var path = lender == Callers.Archived ? $"{directory}/{Callers.KeptFile}" : await PathAsync(caller, name);
            using var reply = await SendAsync(http, method, path, $"op={name}&{parameters.Replace("DIRECTORY", directory, StringComparison.Ordinal)}");
            var cell = caller.Cell("File", needs);

            // What is shared here is shared for reading only.
            if (standing == "borrower" && cell == "allow" && needs != "Describe")
                cell = "deny";
            var said = $"{standing} of {lender}: {name} (File {needs}: {cell}) -> {(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}";
            if (cell == "allow")
                ((int)reply.StatusCode).ShouldNotBeOneOf([401, 403, 404, 500], said);
            else
                ((int)reply.StatusCode).ShouldBe(cell == "hide" ? 404 : 403, said);
        }
    }

    [SpineFact]
    public async Task A_member_who_was_removed_and_one_who_is_not_known_are_not_even_heard()
    {
        var (mallory, removeAsync) = await callers.MemberAsync("mallory");
        using var http = ClientOf(mallory);
        using var nobody = new HttpClient { BaseAddress = callers.Platform.Server.Http };
        var path = await PathAsync(callers.Of("owner"), "OPEN");
        using (var before = await SendAsync(http, "GET", path, "op=GETFILESTATUS"))
            ((int)before.StatusCode).ShouldBe(200);

        await removeAsync();

        foreach (var (method, name, _, parameters) in Operations)
        {
            foreach (var client in new[] { http, nobody })
            {
                using var reply = await SendAsync(client, method, path, $"op={name}&{parameters}");
                ((int)reply.StatusCode).ShouldBe(401, name);
            }
        }

        using var owner = ClientOf(callers.Of("owner"));
        using var after = await SendAsync(owner, "GET", path, "op=GETFILESTATUS");
        ((int)after.StatusCode).ShouldBe(200);
    }

    private static string DirectoryOf(string lender) => $"/Projects/{lender}/{Callers.Dataset}";

    /// <summary>What an operation is for: a file, or a directory, of the caller's own, where it may make one.</summary>
    private async Task<string> PathAsync(Caller caller, string name)
    {
        var path = $"{DirectoryOf(Callers.Lender)}/{caller.Standing}-{name}-{Guid.NewGuid():n}";
        if (name == "MKDIRS")
            return path;
        using var http = ClientOf(caller.Standing == "scientist" ? caller : callers.Of("owner"));
        if (name == "COMMITFILES")
        {
            using var made = await SendAsync(http, "PUT", path, "op=MKDIRS");
            ((int)made.StatusCode).ShouldBe(200);
            return path;
        }

        using var first = await SendAsync(http, "PUT", path, "op=CREATE");
        using var bare = new HttpClient();
        using var second = await bare.PutAsync(first.Headers.Location, new ByteArrayContent("the content"u8.ToArray()));
        ((int)second.StatusCode).ShouldBe(201);
        return path;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, string method, string path, string query) => http.SendAsync(new HttpRequestMessage(
        new HttpMethod(method), $"/webhdfs/v1{path}?{query}")
    {
        Content = method == "POST" ? new StringContent("{\"sequence\":0}", Encoding.UTF8, "application/json") : null,
    });

    private HttpClient ClientOf(Caller caller)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = callers.Platform.Server.Http };
        http.DefaultRequestHeaders.Authorization = caller.Authorization;
        return http;
    }
}
