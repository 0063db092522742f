using System.Text.Json;
using System.Text.RegularExpressions;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Tables;
using Hops.Kafka;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Platform.Audit;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Persons;
using Hops.Platform.Projects;
using Hops.Platform.Tokens;
using Hops.Platform.Users;
using Hops.Schemas.Registry;

namespace Hops.Platform.Tests.Persons;

public sealed partial class PersonTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void Every_column_that_looks_like_a_person_is_exported_or_has_a_reason()
    {
        Table[] tables = [.. PlatformTables.All, .. FileSystemTables.All, .. RegistryTables.All, .. KafkaModule.Tables, AuditLog.Entries, AuditLog.Heads];
        var columns = tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}")).Where(name => LooksLikePerson().IsMatch(name) || name == "users.name").ToList();

        columns.Except(PersonalTables.All.Select(table => table.Column)).Except(PersonalTables.Others.Keys).ShouldBeEmpty("a column that says who: export it, or say why not");
        PersonalTables.Others.Keys.Except(columns).ShouldBeEmpty("reasons for columns that are gone");
    }

    [Fact]
    public async Task An_export_has_every_row_of_the_person_and_no_secret()
    {
        var (owner, leaver) = await SceneAsync();
        var rows = await RowsAsync(leaver, "leaver");

        foreach (var table in new[] { "users", "tokens", "members", "audit" })
            rows.ShouldContain(row => row.Contains($"\"table\":\"{table}\"", StringComparison.Ordinal), table);
        rows.ShouldAllBe(row => !row.Contains("sha256", StringComparison.Ordinal) && !row.Contains("password_hash", StringComparison.Ordinal));
        rows.ShouldAllBe(row => !row.Contains("lab__stays", StringComparison.Ordinal), "of nobody else");
        (await Should.ThrowAsync<PlatformException>(ExportPerson.BeginAsync(Platform, leaver, owner.UserName, CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);
        (await _fixture.AuditAsync()).ShouldContain(entry => entry.Action == "user.export" && entry.Target == "leaver");
    }

    [Fact]
    public async Task An_erased_person_is_named_nowhere_and_the_trails_are_intact()
    {
        var (owner, leaver) = await SceneAsync();
        for (var again = 0; again < 3; again++)
            (await Should.ThrowAsync<PlatformException>(CreateDataset.RunAsync(Platform, leaver, "lab", new DatasetRequest("d"), CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);

        var next = await ErasePerson.RunAsync(Platform, FirstRun.Itself, "leaver", null, CancellationToken.None);

        next.ShouldStartWith("erased_");
        var trails = new List<AuditRecord>(await _fixture.AuditAsync());
        trails.AddRange((await ListAudit.RunAsync(Platform, owner, "lab", new AuditSlice(0, 1000), CancellationToken.None)).Entries);
        trails.ShouldAllBe(entry => !$"{entry.Actor} {entry.Target} {entry.Detail}".Contains("leaver", StringComparison.Ordinal));
        trails.Count(entry => entry.Actor == AuditChain.Erased).ShouldBeGreaterThan(2);
        foreach (var project in new[] { null, "lab" })
        {
            var check = await CheckAudit.RunAsync(Platform, FirstRun.Itself, project, 0, CancellationToken.None);
            (check.Check.Broken, check.Check.Erased > 0).ShouldBe((null, true));
        }

        await _fixture.ReopenAsync();
        Platform.Roster.Now.FindUserOrDeleted("leaver").ShouldBeNull();
        Platform.Roster.Now.FindUserOrDeleted(next)!.IsDeleted.ShouldBeTrue();
        (await CodeOf(CreateUser.RunAsync(Platform, FirstRun.Itself, "leaver", false, CancellationToken.None))).ShouldBe(ErrorCode.AlreadyExists, "files have the name still");
        (await CodeOf(ErasePerson.RunAsync(Platform, FirstRun.Itself, "leaver", null, CancellationToken.None))).ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task Who_was_deleted_before_can_be_erased_and_the_last_owner_of_a_project_cannot()
    {
        await SceneAsync();
        await DeleteUser.RunAsync(Platform, FirstRun.Itself, "leaver", null, CancellationToken.None);
        (await ErasePerson.RunAsync(Platform, FirstRun.Itself, "leaver", null, CancellationToken.None)).ShouldStartWith("erased_");
        (await CodeOf(ErasePerson.RunAsync(Platform, FirstRun.Itself, "stays", null, CancellationToken.None))).ShouldBe(ErrorCode.Conflict);
        Platform.Roster.Now.FindUser("stays")!.IsDisabled.ShouldBeFalse();
    }

    [Fact]
    public void An_address_is_found_in_the_details_of_an_entry_as_JSON_writes_it()
    {
        var person = new Person(7, "leaver", "leaver+hops@example.org");
        person.IsIn(JsonSerializer.Serialize(new { filter = new { target = "leaver+hops@example.org" } })).ShouldBeTrue();
        person.IsIn(JsonSerializer.Serialize(new { filter = new { target = "stays+hops@example.org" } })).ShouldBeFalse();
    }

    /// <summary>A project of one who stays, with one who leaves as a member.</summary>
    private async Task<(Principal Owner, Principal Leaver)> SceneAsync()
    {
        var owner = await _fixture.UserAsync("stays");
        var leaver = await _fixture.UserAsync("leaver");
        await CreateProject.RunAsync(Platform, owner, "lab", "", CancellationToken.None);
        await AddMember.RunAsync(Platform, owner, "lab", "leaver", ProjectRole.DataScientist, CancellationToken.None);
        await _fixture.TokenAsync(leaver, new TokenRequest("laptop", TokenScopes.All, null, null));
        return (owner, leaver);
    }

    private async Task<List<string>> RowsAsync(Principal actor, string name)
    {
        var export = await ExportPerson.BeginAsync(Platform, actor, name, CancellationToken.None);
        var rows = new List<string>();
        await foreach (var row in ExportPerson.ReadAsync(Platform, export, CancellationToken.None))
            rows.Add(row.ToJsonString());
        return rows;
    }

    private static async Task<ErrorCode?> CodeOf(Task operation)
    {
        try
        {
            await operation;
            return null;
        }
        catch (PlatformException refusal)
        {
            return refusal.Code;
        }
    }

    [GeneratedRegex(@"\.(\w*user\w*|\w*creator\w*|\w*owner\w*|actor|\w*email\w*|\w+_by|\w*author\w*|\w*person\w*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikePerson();
}
