using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>SQL over topics: by their schema, the newest records of them, without a streaming query.</summary>
public sealed class TopicStatementTests
{
    private const int RecordsMax = 40;

    [SpineFact]
    public async Task A_topic_is_a_table_of_its_newest_records_and_the_answer_says_what_it_does_not_know()
    {
        await using var platform = await TestPlatform.StartAsync(string.Create(CultureInfo.InvariantCulture, $"Queries:StatementTopicRecordsMax={RecordsMax}"));
        await using var project = await platform.ProjectAsync("looks");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers", partitions: 2);

        (await project.SqlAsync("SELECT count(*), max(n), max(_offset) FROM topics.numbers"))[0].Select(cell => cell.ToString()).ShouldBe(["0", "", ""], "it is a table before it has a record");

        await using (var writer = await project.WriterAsync("numbers"))
        {
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 30);
            await writer.AddAsync(0, NumberedEvents.TimeMs(30), default, "not a record of this schema"u8, null, CancellationToken.None);
            await writer.FlushAsync(CancellationToken.None);
        }

        var (rows, topic) = await AnswerAsync(project, "SELECT count(*), sum(n), max(_offset) FROM topics.numbers");
        rows[0].EnumerateArray().Select(cell => cell.ToString()).ShouldBe(["30", "435", "14"]);
        Said(topic).ShouldBe(("numbers", 30, 0, 1));

        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 30, 130);
        (rows, topic) = await AnswerAsync(project, "SELECT min(n), max(n), count(DISTINCT station) FROM topics.numbers");
        rows[0].EnumerateArray().Select(cell => cell.GetInt64()).ShouldBe([90, 129, 3], "twenty of each of its two partitions");
        Said(topic).ShouldBe(("numbers", 40, 91, 0));

        (await RefusedAsync(project, "SELECT * FROM numbers")).ShouldBe(
            (ErrorCode.NotFound, "There is no dataset 'numbers' in the project: numbers is a topic, which a statement reads as topics.numbers."));
        (await RefusedAsync(project, "SELECT * FROM topics.nothing")).ShouldBe((ErrorCode.NotFound, "There is no topic 'nothing' in the project; topics are numbers."));
        await project.TopicAsync("bytes");
        (await RefusedAsync(project, "SELECT * FROM topics.bytes")).Code.ShouldBe(ErrorCode.NotFound, "it has no schema by which it would have columns");
    }

    private static async Task<(JsonElement Rows, JsonElement Topic)> AnswerAsync(TestProject project, string statement)
    {
        var answer = (await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/sql", new { statement })).Body;
        return (answer.GetProperty("rows"), answer.GetProperty("topics").EnumerateArray().Single());
    }

    private static (string? Name, long Records, long Older, long Undecoded) Said(JsonElement topic) => (
        topic.GetProperty("name").GetString(), topic.GetProperty("records").GetInt64(), topic.GetProperty("older").GetInt64(), topic.GetProperty("undecoded").GetInt64());

    private static async Task<(ErrorCode Code, string Message)> RefusedAsync(TestProject project, string statement)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(project.SqlAsync(statement));
        return (refusal.Code, refusal.Message);
    }
}
