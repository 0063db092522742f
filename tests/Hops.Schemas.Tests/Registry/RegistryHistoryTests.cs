using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Registry;
using Hops.Schemas.Tests.Support;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.Registry;

/// <summary>Long histories, many callers, deletions of both kinds, and chains of references.</summary>
public sealed class RegistryHistoryTests : IAsyncLifetime
{
    private static readonly Principal Ann = TestDatabase.Member(1);
    private readonly TestDatabase _database = new(new RegistryLimits { ReferencesMax = 10 });

    private SchemaRegistry Registry => _database.Registry;

    public async Task InitializeAsync() => await Registry.SetLevelAsync(Ann, null, CompatibilityLevel.None);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Three_hundred_versions_are_numbered_found_and_compared_with()
    {
        var ids = new List<int>();
        foreach (var count in Enumerable.Range(1, 300))
        {
            var fields = string.Join(',', Enumerable.Range(0, count).Select(number => $$"""{"name":"f{{number}}","type":"int","default":0}"""));
            ids.Add((await Registry.RegisterAsync(Ann, "s", Record(fields))).Id);
        }

        (await Registry.VersionsAsync(Ann, "s")).Select(row => row.Version).ShouldBe(Enumerable.Range(1, 300));
        ids.ShouldBeUnique();
        (await Registry.VersionAsync(Ann, "s", VersionName.Latest)).Schema.Id.ShouldBe(ids[^1]);
        (await Registry.VersionAsync(Ann, "s", new(17))).Schema.Id.ShouldBe(ids[16]);
        await Registry.SetLevelAsync(Ann, "s", CompatibilityLevel.FullTransitive);
        (await Registry.TestAsync(Ann, "s", null, Record(""))).ShouldBeEmpty();
        (await Registry.TestAsync(Ann, "s", null, Record("""{"name":"f0","type":"long","default":0}"""))).ShouldContain("{oldSchemaVersion: 300}");
    }

    [Fact]
    public async Task The_same_schema_registered_at_once_under_many_subjects_has_one_id()
    {
        var schema = Record("""{"name":"a","type":"int"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Registry.RegisterAsync(Ann, $"s{number % 12}", schema).AsTask()));

        answers.Select(answer => answer.Id).Distinct().Count().ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Version == 1);
        (await Registry.UsesAsync(Ann, answers[0].Id)).Count.ShouldBe(12);
    }

    [Fact]
    public async Task Of_two_clashing_schemas_registered_at_once_one_is_refused()
    {
        await Registry.SetLevelAsync(Ann, "s", CompatibilityLevel.Full);
        var attempts = new[] { "\"int\"", "\"string\"", "\"boolean\"" }.Select(async schema =>
        {
            try
            {
                return (await Registry.RegisterAsync(Ann, "s", new(schema))).Version;
            }
            catch (PlatformException refusal) when (refusal.Code == ErrorCode.IncompatibleSchema)
            {
                return 0;
            }
        });

        (await Task.WhenAll(attempts)).Order().ShouldBe([0, 0, 1]);
        (await Registry.VersionsAsync(Ann, "s")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false, false, 40402, "a soft deletion hides the version")]
    [InlineData(false, true, 0, "and shows it to those who ask for deleted ones")]
    [InlineData(true, true, 40402, "a permanent one leaves nothing")]
    public async Task A_deleted_version(bool isPermanent, bool withDeleted, int number, string what)
    {
        var first = await Registry.RegisterAsync(Ann, "s", new("\"int\""));
        await Registry.RegisterAsync(Ann, "s", new("\"long\""));
        await Registry.DeleteVersionAsync(Ann, "s", new(1));
        if (isPermanent)
            await Registry.DeleteVersionAsync(Ann, "s", new(1), isPermanent: true);

        if (number == 0)
            (await Registry.VersionAsync(Ann, "s", new(1), withDeleted)).Schema.Id.ShouldBe(first.Id, what);
        else
            (await NumberAsync(() => Registry.VersionAsync(Ann, "s", new(1), withDeleted).AsTask())).ShouldBe(number, what);
        (await Registry.VersionsAsync(Ann, "s")).Select(row => row.Version).ShouldBe([2]);
    }

    [Fact]
    public async Task An_id_lives_as_long_as_a_version_of_any_subject_has_it_and_is_not_given_again()
    {
        var first = await Registry.RegisterAsync(Ann, "s", new("\"int\""));
        await Registry.RegisterAsync(Ann, "t", new("\"int\""));
        await DropAsync("s");

        (await Registry.SchemaAsync(Ann, first.Id)).Schema.ShouldBe("\"int\"");
        (await Registry.UsesAsync(Ann, first.Id)).Select(use => use.Subject).ShouldBe(["t"]);

        await Registry.DeleteSubjectAsync(Ann, "t");
        (await Registry.SchemaAsync(Ann, first.Id)).Schema.ShouldBe("\"int\"", "records that carry it may still lie in a topic");
        (await Registry.UsesAsync(Ann, first.Id)).ShouldBeEmpty();
        (await Registry.UsesAsync(Ann, first.Id, withDeleted: true)).Count.ShouldBe(1);

        await Registry.DeleteSubjectAsync(Ann, "t", isPermanent: true);
        (await NumberAsync(() => Registry.SchemaAsync(Ann, first.Id).AsTask())).ShouldBe(40403);
        (await Registry.RegisterAsync(Ann, "t", new("\"int\""))).Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task A_permanent_deletion_gives_back_the_bytes_of_the_schemas()
    {
        await using var small = new TestDatabase(new RegistryLimits { SchemaBytesMax = 300 });
        foreach (var number in Enumerable.Range(0, 20))
        {
            await small.Registry.RegisterAsync(Ann, "s", new($$"""{"type":"int","note":"{{new string('x', 200)}}{{number}}"}"""));
            await small.Registry.DeleteSubjectAsync(Ann, "s");
            await small.Registry.DeleteSubjectAsync(Ann, "s", isPermanent: true);
        }

        (await small.Registry.SubjectsAsync(Ann, DeletedFilter.All)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chain_of_references_is_parsed_whole_and_deleted_from_its_end_only()
    {
        await Registry.RegisterAsync(Ann, "c", new("""{"type":"record","name":"n.C","fields":[{"name":"x","type":"int"}]}"""));
        await Registry.RegisterAsync(Ann, "b", Referring("""{"type":"record","name":"n.B","fields":[{"name":"c","type":"n.C"}]}""", ("n.C", "c", 1)));
        var a = Referring("""{"type":"record","name":"n.A","fields":[{"name":"b","type":"n.B"},{"name":"c","type":"n.C"}]}""", ("n.B", "b", -1), ("n.C", "c", -1));
        var registered = await Registry.RegisterAsync(Ann, "a", a);

        (await Registry.RegisterAsync(Ann, "a", a)).ShouldBe(registered);
        (await Registry.FindAsync(Ann, "a", a)).Schema.References.ShouldBe([new("n.B", "b", 1), new("n.C", "c", 1)]);
        (await Registry.ReferrersAsync(Ann, "c", new(1))).Count.ShouldBe(2);
        foreach (var (subject, number) in new[] { ("c", 42206), ("b", 42206), ("a", 0), ("c", 42206), ("b", 0), ("c", 0) })
            (await NumberAsync(() => Registry.DeleteSubjectAsync(Ann, subject).AsTask())).ShouldBe(number, subject);
        (await NumberAsync(() => Registry.DeleteSubjectAsync(Ann, "c", isPermanent: true).AsTask())).ShouldBe(42206, "a soft deleted schema can come back");
        foreach (var subject in new[] { "a", "b", "c" })
            await Registry.DeleteSubjectAsync(Ann, subject, isPermanent: true);
        (await Registry.SubjectsAsync(Ann, DeletedFilter.All)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SchemaType.Avro, """{"type":"fixed","name":"N0","size":1}""", """{"type":"record","name":"N#","fields":[{"name":"x","type":"N%"}]}""", "N%")]
    [InlineData(SchemaType.Json, """{"type":"string"}""", """{"properties":{"x":{"$ref":"n%.json"}}}""", "n%.json")]
    [InlineData(SchemaType.Protobuf, "syntax = \"proto3\"; message N0 { }", "syntax = \"proto3\"; import \"n%.proto\"; message N# { }", "n%.proto")]
    public async Task A_chain_of_references_ends_where_it_has_as_many_as_a_schema_may_have(SchemaType type, string first, string next, string name)
    {
        await Registry.RegisterAsync(Ann, "s0", new(first) { Type = type });
        SchemaSubmission At(int number)
        {
            string Of(string text) => text.Replace("#", $"{number}", StringComparison.Ordinal).Replace("%", $"{number - 1}", StringComparison.Ordinal);
            return Referring(Of(next), (Of(name), $"s{number - 1}", 1)) with { Type = type };
        }

        for (var number = 1; number <= 10; number++)
            await Registry.RegisterAsync(Ann, $"s{number}", At(number));

        (await NumberAsync(() => Registry.RegisterAsync(Ann, "s11", At(11)).AsTask())).ShouldBe(42209);
    }

    [Theory]
    [InlineData(SchemaType.Avro, """{"type":"record","name":"A","fields":[]}""", """{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}""", "A", "B")]
    [InlineData(SchemaType.Json, """{"type":"string"}""", """{"$ref":"a.json"}""", "a.json", "b.json")]
    [InlineData(SchemaType.Protobuf, "syntax = \"proto3\"; message A { }", "syntax = \"proto3\"; import \"a.proto\"; message B { A a = 1; }", "a.proto", "b.proto")]
    public async Task A_circle_of_references_which_no_registration_makes_is_refused_and_followed_by_nobody(SchemaType type, string a, string b, string nameOfA, string nameOfB)
    {
        var first = await Registry.RegisterAsync(Ann, "a", new(a) { Type = type });
        var second = await Registry.RegisterAsync(Ann, "b", Referring(b, (nameOfA, "a", 1)) with { Type = type });
        await _database.Store.WriteAsync(async write =>
        {
            var text = (await write.GetAsync(RegistryTables.Texts, Key.Of(Ann.ProjectId, first.Id)))!;
            await write.PutAsync(RegistryTables.Texts, text with { References = ReferenceList.Print([new SchemaReference(nameOfB, "b", 1)]) });
            await write.PutAsync(RegistryTables.Referrers, new ReferrerRow(Ann.ProjectId, "b", 1, first.Id));
            return true;
        });

        foreach (var (subject, name, version) in new[] { ("c", nameOfB, "b"), ("c", nameOfA, "a"), ("b", nameOfA, "a") })
        {
            var refusal = await Should.ThrowAsync<PlatformException>(() => Registry.RegisterAsync(Ann, subject, Referring(b, (name, version, 1)) with { Type = type, Normalize = true }).AsTask());
            refusal.Code.ShouldBe(ErrorCode.InvalidSchema);
            refusal.Message.ShouldContain("refers to itself");
        }

        (await Registry.SchemaAsync(Ann, second.Id)).References.Count.ShouldBe(1);
        (await NumberAsync(() => Registry.DeleteSubjectAsync(Ann, "a").AsTask())).ShouldBe(42206);
    }

    [Fact]
    public async Task What_a_reference_may_not_be()
    {
        await Registry.RegisterAsync(Ann, "mine", new("""{"type":"record","name":"n.M","fields":[]}"""));
        await Registry.RegisterAsync(Ann, "gone", new("""{"type":"record","name":"n.G","fields":[]}"""));
        await Registry.DeleteSubjectAsync(Ann, "gone");
        await Registry.RegisterAsync(TestDatabase.Member(2), "theirs", new("""{"type":"record","name":"n.T","fields":[]}"""));
        await Registry.RegisterAsync(Ann, "again", new("""{"type":"record","name":"n.M","fields":[{"name":"other","type":"int"}]}"""));
        var uses = """{"type":"record","name":"U","fields":[{"name":"x","type":"%"}]}""";

        foreach (var (type, references) in new (string, (string, string, int)[])[]
        {
            ("n.M", []),
            ("n.M", [("n.M", "mine", 2)]),
            ("n.M", [("n.M", "none", -1)]),
            ("n.G", [("n.G", "gone", 1)]),
            ("n.G", [("n.G", "gone", -1)]),
            ("n.T", [("n.T", "theirs", 1)]),
            ("n.M", [("n.M", "mine", 1), ("n.M", "again", 1)]),
        })
        {
            var submission = Referring(uses.Replace("%", type, StringComparison.Ordinal), references);
            var refusal = await Should.ThrowAsync<PlatformException>(() => Registry.RegisterAsync(Ann, "uses", submission).AsTask());
            refusal.Code.ShouldBe(ErrorCode.InvalidSchema, refusal.Message);
        }

        var many = Enumerable.Range(0, 11).Select(_ => ("n.M", "mine", 1)).ToArray();
        (await NumberAsync(() => Registry.RegisterAsync(Ann, "uses", Referring("\"int\"", many)).AsTask())).ShouldBe(42209);
        (await NumberAsync(() => Registry.VersionsAsync(Ann, "uses").AsTask())).ShouldBe(40401, "nothing was kept of what was refused");
    }

    [Fact]
    public async Task References_in_another_order_are_the_same_schema_if_it_is_normalized()
    {
        await Registry.RegisterAsync(Ann, "m", new("""{"type":"fixed","name":"M","size":1}"""));
        await Registry.RegisterAsync(Ann, "n", new("""{"type":"fixed","name":"N","size":1}"""));
        const string Text = """{"type":"record","name":"U","fields":[{"name":"m","type":"M"},{"name":"n","type":"N"}]}""";
        var one = Referring(Text, ("M", "m", 1), ("N", "n", 1));
        var other = Referring(Text, ("N", "n", 1), ("M", "m", 1));

        var first = await Registry.RegisterAsync(Ann, "u", one with { Normalize = true });

        (await Registry.RegisterAsync(Ann, "u", other with { Normalize = true })).ShouldBe(first);
        (await Registry.RegisterAsync(Ann, "u", other)).Version.ShouldBe(2);
    }

    private async Task DropAsync(string subject)
    {
        await Registry.DeleteSubjectAsync(Ann, subject);
        await Registry.DeleteSubjectAsync(Ann, subject, isPermanent: true);
    }

    private static SchemaSubmission Record(string fields) => new($$"""{"type":"record","name":"R","fields":[{{fields}}]}""");

    private static SchemaSubmission Referring(string schema, params (string Name, string Subject, int Version)[] references) =>
        new(schema) { References = [.. references.Select(one => new SchemaReference(one.Name, one.Subject, one.Version))] };

    /// <summary>Confluent's number of a refusal; 0 if it was none.</summary>
    private static async Task<int> NumberAsync(Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (PlatformException refusal)
        {
            return (int)refusal.Facts["error_code"]!;
        }
    }
}
