using Hops.Core.Errors;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Registry;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Registry;

public sealed class SchemaRegistryTests
{
    private static readonly SchemaSubmission A = new("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");
    private static readonly SchemaSubmission Ab = new("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","default":0}]}""");
    private static readonly SchemaSubmission Clash = new("""{"type":"record","name":"R","fields":[{"name":"c","type":"int"}]}""");

    [Fact]
    public async Task The_same_schema_has_one_id_and_one_version_whatever_its_white_space()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);

        var first = await database.Registry.RegisterAsync(ann, "s", A);
        var again = await database.Registry.RegisterAsync(ann, "s", new SchemaSubmission(A.Schema.Replace(",", " ,\n", StringComparison.Ordinal)));
        var other = await database.Registry.RegisterAsync(ann, "t", A);
        var second = await database.Registry.RegisterAsync(ann, "s", Ab);

        again.ShouldBe(first);
        other.ShouldBe(new RegisteredSchema(first.Id, 1));
        second.Version.ShouldBe(2);
        second.Id.ShouldNotBe(first.Id);
        (await database.Registry.VersionAsync(ann, "s", VersionName.Latest)).Schema.Schema.ShouldBe(Ab.Schema);
    }

    [Fact]
    public async Task Who_follows_it_is_told_of_each_change_of_a_subject_and_finds_the_ids_that_live()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        var changes = new List<(long Project, string? Subject)>();
        database.Registry.Changed = (project, subject) => changes.Add((project, subject));

        var first = await database.Registry.RegisterAsync(ann, "s", A);
        var second = await database.Registry.RegisterAsync(ann, "s", Ab);
        (await database.Registry.LiveIdsAsync(1, "s")).ShouldBe([first.Id, second.Id], ignoreOrder: true);
        await database.Registry.RegisterAsync(ann, "s", Ab);
        await database.Registry.DeleteVersionAsync(ann, "s", new VersionName(1));
        (await database.Registry.LiveIdsAsync(1, "s")).ShouldBe([second.Id]);
        await database.Registry.DeleteSubjectAsync(ann, "s");

        (await database.Registry.LiveIdsAsync(1, "s")).ShouldBeEmpty();
        (await database.Registry.LiveIdsAsync(2, "s")).ShouldBeEmpty();
        changes.ShouldBe([(1, "s"), (1, "s"), (1, "s"), (1, "s")]);
    }

    [Fact]
    public async Task Another_project_sees_neither_subjects_nor_ids()
    {
        await using var database = new TestDatabase();
        var registered = await database.Registry.RegisterAsync(TestDatabase.Member(1), "s", A);
        var stranger = TestDatabase.Member(2);

        (await database.Registry.SubjectsAsync(stranger)).ShouldBeEmpty();
        (await RefusalAsync(database.Registry.SchemaAsync(stranger, registered.Id).AsTask())).ShouldBe(40403);
        (await RefusalAsync(database.Registry.VersionsAsync(stranger, "s").AsTask())).ShouldBe(40401);
        var own = await database.Registry.RegisterAsync(stranger, "s", Clash);
        own.Id.ShouldNotBe(registered.Id);
        own.Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_incompatible_schema_is_refused_until_the_level_allows_it()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        await database.Registry.RegisterAsync(ann, "s", A);

        (await RefusalAsync(database.Registry.RegisterAsync(ann, "s", Clash).AsTask())).ShouldBe(409);
        (await database.Registry.TestAsync(ann, "s", null, Clash)).ShouldContain(message => message.Contains("/fields/0", StringComparison.Ordinal));
        await database.Registry.SetLevelAsync(ann, "s", CompatibilityLevel.None);
        (await database.Registry.RegisterAsync(ann, "s", Clash)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_deleted_version_hides_then_goes_and_its_number_is_not_given_again()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        var first = await database.Registry.RegisterAsync(ann, "s", A);
        var second = await database.Registry.RegisterAsync(ann, "s", Ab);

        (await RefusalAsync(database.Registry.DeleteVersionAsync(ann, "s", new(2), isPermanent: true).AsTask())).ShouldBe(40407);
        (await database.Registry.DeleteVersionAsync(ann, "s", VersionName.Latest)).ShouldBe(2);
        (await RefusalAsync(database.Registry.DeleteVersionAsync(ann, "s", new(2)).AsTask())).ShouldBe(40406);
        (await database.Registry.SchemaAsync(ann, second.Id)).Schema.ShouldBe(Ab.Schema);
        (await RefusalAsync(database.Registry.VersionAsync(ann, "s", new(2)).AsTask())).ShouldBe(40402);
        (await database.Registry.RegisterAsync(ann, "s", Ab)).ShouldBe(new RegisteredSchema(second.Id, 3));

        (await database.Registry.DeleteSubjectAsync(ann, "s")).ShouldBe([1, 3]);
        (await RefusalAsync(database.Registry.DeleteSubjectAsync(ann, "s").AsTask())).ShouldBe(40404);
        (await database.Registry.SubjectsAsync(ann)).ShouldBeEmpty();
        (await database.Registry.SubjectsAsync(ann, DeletedFilter.All)).Count.ShouldBe(1);
        (await database.Registry.DeleteSubjectAsync(ann, "s", isPermanent: true)).ShouldBe([1, 2, 3]);
        (await RefusalAsync(database.Registry.SchemaAsync(ann, first.Id).AsTask())).ShouldBe(40403);
        (await RefusalAsync(database.Registry.DeleteSubjectAsync(ann, "s").AsTask())).ShouldBe(40401);
    }

    [Fact]
    public async Task A_schema_refers_to_another_which_then_cannot_be_deleted()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        await database.Registry.RegisterAsync(ann, "address", new SchemaSubmission("""{"type":"record","name":"a.Address","fields":[]}"""));
        var person = new SchemaSubmission("""{"type":"record","name":"Person","fields":[{"name":"home","type":"a.Address"}]}""");

        (await RefusalAsync(database.Registry.RegisterAsync(ann, "person", person).AsTask(), withNumber: false)).ShouldBe(0);
        var registered = await database.Registry.RegisterAsync(
            ann, "person", person with { References = [new("a.Address", "address", -1)] });

        (await database.Registry.SchemaAsync(ann, registered.Id)).References.ShouldBe([new("a.Address", "address", 1)]);
        (await database.Registry.ReferrersAsync(ann, "address", new(1))).ShouldBe([registered.Id]);
        (await RefusalAsync(database.Registry.DeleteSubjectAsync(ann, "address").AsTask())).ShouldBe(42206);
        await database.Registry.DeleteSubjectAsync(ann, "person");
        (await database.Registry.DeleteSubjectAsync(ann, "address")).ShouldBe([1]);
    }

    [Fact]
    public async Task A_read_only_subject_takes_no_change_but_finds_what_it_has()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        var registered = await database.Registry.RegisterAsync(ann, "s", A);
        await database.Registry.SetModeAsync(ann, "s", RegistryMode.ReadOnly);

        (await database.Registry.RegisterAsync(ann, "s", A)).ShouldBe(registered);
        (await RefusalAsync(database.Registry.RegisterAsync(ann, "s", Ab).AsTask())).ShouldBe(42205);
        (await RefusalAsync(database.Registry.DeleteSubjectAsync(ann, "s").AsTask())).ShouldBe(42205);
    }

    [Fact]
    public async Task Limits_of_subjects_versions_and_bytes_hold()
    {
        await using var database = new TestDatabase(new RegistryLimits { SubjectsMax = 2, VersionsMax = 2, SchemaBytesMax = 200 });
        var ann = TestDatabase.Member(1);
        await database.Registry.SetLevelAsync(ann, null, CompatibilityLevel.None);
        await database.Registry.RegisterAsync(ann, "s", new("\"int\""));
        await database.Registry.RegisterAsync(ann, "s", new("\"long\""));

        (await RefusalAsync(database.Registry.RegisterAsync(ann, "s", new("\"string\"")).AsTask())).ShouldBe(42209);
        (await RefusalAsync(database.Registry.RegisterAsync(ann, "t", new($$"""{"type":"int","doc2":"{{new string('x', 200)}}"}""")).AsTask())).ShouldBe(42209);
        await database.Registry.RegisterAsync(ann, "t", new("\"int\""));
        (await RefusalAsync(database.Registry.RegisterAsync(ann, "u", new("\"int\"")).AsTask())).ShouldBe(42209);
        (await RefusalAsync(database.Registry.SetModeAsync(ann, "u", RegistryMode.ReadOnly).AsTask())).ShouldBe(42209);
    }

    [Fact]
    public async Task A_subject_of_which_nothing_is_left_counts_no_more()
    {
        await using var database = new TestDatabase(new RegistryLimits { SubjectsMax = 1 });
        var ann = TestDatabase.Member(1);
        await database.Registry.RegisterAsync(ann, "s", A);
        await database.Registry.DeleteVersionAsync(ann, "s", new(1));
        await database.Registry.DeleteVersionAsync(ann, "s", new(1), isPermanent: true);
        await database.Registry.SetLevelAsync(ann, "t", CompatibilityLevel.Full);
        await database.Registry.SetLevelAsync(ann, "t", null);

        (await database.Registry.RegisterAsync(ann, "u", A)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Many_writers_at_once_get_versions_without_gaps_and_one_id_for_each_schema()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        await database.Registry.SetLevelAsync(ann, null, CompatibilityLevel.None);
        var schemas = Enumerable.Range(0, 6).Select(n => new SchemaSubmission($$"""{"type":"fixed","name":"F","size":{{n}}}""")).ToList();

        var answers = await Task.WhenAll(schemas.Concat(schemas).Select(schema => database.Registry.RegisterAsync(ann, "s", schema).AsTask()));

        answers.Select(answer => answer.Version).Distinct().Order().ShouldBe(Enumerable.Range(1, 6));
        answers.Take(6).ShouldBe(answers.Skip(6));
    }

    [Fact]
    public async Task Each_change_has_its_audit_row_and_a_refused_one_has_none()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(7);
        await database.Registry.RegisterAsync(ann, "s", A);
        await RefusalAsync(database.Registry.RegisterAsync(ann, "s", Clash).AsTask());
        await database.Registry.SetLevelAsync(ann, "s", CompatibilityLevel.Full);
        await database.Registry.DeleteSubjectAsync(ann, "s");

        var rows = await database.Store.ReadAsync(transaction => transaction.ScanAsync(AuditLog.Entries, Key.Of(7), null, 100));
        rows.Select(row => (row.Action, row.Target, row.Actor)).ShouldBe(
            [("schema.register", "s", "p7__ann"), ("schema.config", "s", "p7__ann"), ("schema.delete", "s", "p7__ann")]);
    }

    [Fact]
    public async Task A_registration_can_be_part_of_a_larger_transaction()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        var id = await database.Registry.NextIdAsync();

        await Should.ThrowAsync<InvalidOperationException>(async () => await database.Store.WriteAsync<int>(async transaction =>
        {
            await database.Registry.RegisterInAsync(transaction, ann, "s", A, id);
            throw new InvalidOperationException("undo");
        }));
        (await database.Registry.SubjectsAsync(ann)).ShouldBeEmpty();
        (await database.Store.WriteAsync(transaction => database.Registry.RegisterInAsync(transaction, ann, "s", A, id)))
            .ShouldBe(new RegisteredSchema(id, 1));
    }

    private static async Task<int> RefusalAsync(Task action, bool withNumber = true)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(() => action);
        return withNumber ? (int)refusal.Facts["error_code"]! : 0;
    }
}
