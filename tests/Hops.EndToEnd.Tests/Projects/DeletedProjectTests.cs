using System.Net.Http.Headers;
using System.Text;
using Hops.Client.Rest;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Wire.Messages;
using Hops.Platform.Tests;

namespace Hops.EndToEnd.Tests.Projects;

/// <summary>
/// What a deleted project leaves on the disk, looked for in the bytes of every file of the data directory, past everything of ours: pages of a database
/// that are free, logs that were written ahead, what was made for a search.
/// </summary>
public sealed class DeletedProjectTests
{
    private const string Project = "zqproject";

    /// <summary>What people have put into the project: one word in each kind of thing that takes any.</summary>
    private static readonly string[] Contents =
    [
        "zqsmallbody", "zqlargebody", "zqfirstbody", "zqformerbody", "zqtrashbody", "zqpartbody", "zqrowvalue", "zqpayload", "zqoffsetwords", "zqkey", "zqheader", "zqschemadoc", "zqfield",
        "zqreadme", "zqdescription", "zqdatasetwords", "zqsqltext", "zqsharenote", "zqpublicnote", "zqjoinnote",
    ];

    /// <summary>A value in an SQL statement: only its shape was ever kept.</summary>
    private const string Value = "zqstatement";

    /// <summary>What they have called the things. The audit trail goes on telling of them, and nothing else does; the name of the project is reserved for a while.</summary>
    private static readonly string[] Names = [Project, "zqdataset", "zqfolder", "zqfile", "zqpartfile", "zqtopic", "zqsubject", "zqquery", "zqgroup", "zqtoken"];

    /// <summary>Tables that may name what was deleted.</summary>
    private static readonly string[] Kept = ["audit", "audit_head", "reserved_names"];

    [SpineFact]
    public async Task Of_a_deleted_project_no_file_of_the_server_has_a_word_but_the_trail_its_names()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var borrower = await platform.ProjectAsync("borrower");
        await using (var project = await platform.ProjectAsync(Project))
        {
            await FillAsync(platform, project, borrower);
            var there = FilesBelow(platform.DataDirectory).ToArray();
            Contents.Concat(Names).Where(word => !there.Any(file => Count(file.Content, word) > 0))
                .ShouldBeEmpty("each is on the disk while the project is there; else it proves nothing that it is not there afterwards");
        }

        var database = Path.Combine(platform.DataDirectory, "metadata", "hops.db");
        await Until.NoneIsLeftAsync("rows that are taken apart in the background", () => Mentions(database).Except(Kept));
        await Until.NoneIsLeftAsync("entries of the search", () => Mentions(Path.Combine(platform.DataDirectory, "run", "search", "search.db")));
        await Until.NoneIsLeftAsync("files of blocks", () => FilesBelow(Path.Combine(platform.DataDirectory, "blocks")).Select(file => file.Path));
        await Until.NoneIsLeftAsync("logs of topics", () => Directory.EnumerateDirectories(Path.Combine(platform.DataDirectory, "topics")));
        (await platform.Server.TerminateAsync()).ShouldBe(0);

        var trail = DatabaseDump.Read(database).Where(row => Kept.Contains(row.Table)).Select(row => Encoding.Latin1.GetBytes(row.Row)).ToArray();
        var found = new List<string>();
        foreach (var (path, content) in FilesBelow(platform.DataDirectory))
        {
            var isDatabase = path == database;
            found.AddRange(Contents.Append(Value).Where(word => Count(content, word) > 0).Select(word => $"{word} in {path}"));
            found.AddRange(Names.Where(word => Count(content, word) > (isDatabase ? trail.Sum(row => Count(row, word)) : 0)).Select(word => $"{word} in {path}"));
        }

        found.ShouldBeEmpty();
        Contents.Append(Value).Where(word => trail.Any(row => Count(row, word) > 0)).ShouldBeEmpty("the trail says what was done to which thing, and nothing that was in it");
    }

    /// <summary>Puts something into everything that a project can have, by the doors that people use.</summary>
    private static async Task FillAsync(TestPlatform platform, TestProject project, TestProject borrower)
    {
        var member = await platform.TokenAsync("eve");
        await CallAsync(HttpMethod.Patch, "", new { description = "zqdescription", isListed = true }, ifMatch: "*");
        await CallAsync(HttpMethod.Put, "/readme", new { text = "# zqreadme" }, ifMatch: "*");
        await CallAsync(HttpMethod.Post, "/members", new { user = "eve", role = "DATA_SCIENTIST" });
        await project.Rest.CallAsync(HttpMethod.Post, "tokens", new { name = "zqtoken", project = Project });
        using (var asker = await platform.UserAsync("mallory"))
            await asker.CallAsync(HttpMethod.Post, "me/join-requests", new { project = Project, note = "zqjoinnote" });

        // Files: small ones are rows, large ones blocks; one was replaced, one is in the trash, one was deleted before, one is on its way.
        await CallAsync(HttpMethod.Post, "/datasets", new { name = "zqdataset", description = "zqdatasetwords", access = "EDITABLE" });
        await CallAsync(HttpMethod.Post, "/files/directories", new { path = "zqdataset/zqfolder" });
        await PutAsync("zqdataset/zqfolder/zqfile.csv", "zqsmallbody");
        await PutAsync("zqdataset/large", string.Join(' ', Enumerable.Range(0, 200_000).Select(number => $"zqlargebody{number}")));
        await PutAsync("zqdataset/replaced", "zqfirstbody");
        await PutAsync("zqdataset/replaced", "second", "&overwrite=true");
        await PutAsync("zqdataset/trashed", "zqtrashbody");
        await CallAsync(HttpMethod.Delete, "/files?path=zqdataset/trashed");
        await PutAsync("zqdataset/former", "zqformerbody");
        await CallAsync(HttpMethod.Delete, "/files?path=zqdataset/former&skipTrash=true");
        await BeginUploadAsync(platform.Server.Http, member);

        // Topics, with and without a schema, and a group that has read.
        await project.TopicAsync("zqtopic");
        await project.Registry.RegisterAsync(
            "zqtopic-value", """{"type":"record","name":"r","doc":"zqschemadoc","fields":[{"name":"zqfield","type":"string"}]}""", CancellationToken.None);
        await project.Registry.RegisterAsync("zqsubject", "\"string\"", CancellationToken.None);
        await WriteAsync("zqtopic", "SCHEMA", new { zqfield = "zqrowvalue" });
        await project.TopicAsync("plain");
        await WriteAsync("plain", "TEXT", "zqpayload");
        using (var reader = await SignedInClient.OpenAsync(new Uri("tcp://" + platform.Server.Kafka).Port, $"{Project}__ada", project.Secret))
        {
            var commit = new OffsetCommitRequest { GroupId = "zqgroup", Topics = [new() { Name = "plain", Partitions = [new() { CommittedOffset = 1, CommittedMetadata = "zqoffsetwords" }] }] };
            (await reader.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(commit, 9)).Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);
        }

        // A query with a checkpoint and state that runs, and a statement.
        var query = await project.QueryAsync(new QueryDefinition(
            "zqquery", "zqtopic", "SELECT zqfield, 'zqsqltext' AS words, count(*) AS n FROM zqtopic GROUP BY zqfield") { OutputMode = "update", IntervalMs = 100 });
        await query.StartAsync();
        await query.CommitsAsync(1);
        await project.SqlAsync($"SELECT '{Value}', * FROM zqquery");

        // What is lent, offered, public and found by everybody.
        var offer = (await CallAsync(HttpMethod.Post, "/shares", new { kind = "DATASET", name = "zqdataset", to = borrower.Name, note = "zqsharenote" })).Body;
        await borrower.Rest.CallAsync(HttpMethod.Post, $"projects/{borrower.Name}/share-offers/{offer.GetProperty("id").GetString()}/accept", new { });
        await CallAsync(HttpMethod.Post, "/shares", new { kind = "TOPIC", name = "zqtopic", to = borrower.Name });
        await CallAsync(HttpMethod.Put, "/datasets/zqquery/publication", new { note = "zqpublicnote" });
        await Until.HoldsAsync("the search has found it", async () => (await project.Rest.CallAsync(HttpMethod.Get, "search?q=zqfile")).Body.ToString().Contains("zqfile.csv", StringComparison.Ordinal));

        Task<PlatformAnswer> CallAsync(HttpMethod method, string route, object? body = null, string? ifMatch = null) =>
            project.Rest.CallAsync(method, $"projects/{Project}{route}", body, ifMatch);

        Task PutAsync(string path, string content, string more = "") =>
            CallAsync(HttpMethod.Put, $"/files/content?path={path}{more}", new ByteArrayContent(Encoding.UTF8.GetBytes(content)));

        Task WriteAsync(string topic, string form, object value) => CallAsync(
            HttpMethod.Post, $"/topics/{topic}/messages", new { records = new[] { new { value, key = "zqkey", headers = new[] { new { name = "h", value = "zqheader" } } } }, form });
    }

    /// <summary>Sends the first part of a file, enough to be partly in a block, and none of the rest.</summary>
    private static async Task BeginUploadAsync(Uri server, string token)
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        using var begin = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/projects/{Project}/files/uploads");
        begin.Headers.Add("Upload-Length", "1000000");
        begin.Headers.Add("Upload-Metadata", "path " + Convert.ToBase64String("zqdataset/zqpartfile"u8));
        using var begun = await http.SendAsync(begin);
        begun.EnsureSuccessStatusCode();
        using var part = new HttpRequestMessage(HttpMethod.Patch, begun.Headers.Location) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("zqpartbody", 20_000)))) };
        part.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        part.Headers.Add("Upload-Offset", "0");
        using var added = await http.SendAsync(part);
        added.EnsureSuccessStatusCode();
    }

    /// <summary>Tables in which a word is.</summary>
    private static IEnumerable<string> Mentions(string database) =>
        DatabaseDump.Read(database).Where(row => Contents.Concat(Names).Any(word => row.Row.Contains(word, StringComparison.Ordinal))).Select(row => row.Table).Distinct();

    /// <summary>All files with what they hold, but for the lock of the directory, which no other process may open.</summary>
    private static IEnumerable<(string Path, byte[] Content)> FilesBelow(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != "LOCK"))
        {
            byte[] content;
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                content = copy.ToArray();
            }
            catch (IOException)
            {
                // It went while the files were listed.
                continue;
            }

            yield return (path, content);
        }
    }

    private static int Count(ReadOnlySpan<byte> content, string word) => content.Count(Encoding.ASCII.GetBytes(word));
}
