using Hops.Core.Errors;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Registry;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Registry;

/// <summary>What is not there is told by Confluent's number and first sentence, and by what may have been meant.</summary>
public sealed class MissingNameTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private int _longId;

    private SchemaRegistry Registry => _database.Registry;

    public async Task InitializeAsync()
    {
        var ann = TestDatabase.Member(1);
        await Registry.RegisterAsync(ann, "weather-value", new("\"int\""));
        _longId = (await Registry.RegisterAsync(ann, "weather-value", new("\"long\""))).Id;
        await Registry.RegisterAsync(ann, "weather-value", new("\"double\""));
        await Registry.DeleteVersionAsync(ann, "weather-value", new(2));
        await Registry.RegisterAsync(ann, "gone-value", new("\"string\""));
        await Registry.DeleteSubjectAsync(ann, "gone-value");
        await Registry.RegisterAsync(TestDatabase.Member(2), "secret-value", new("\"bytes\""));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("wether-value", "Subject 'wether-value' not found. Did you mean 'weather-value'?")]
    [InlineData("weather", "Subject 'weather' not found. Did you mean 'weather-value'?")]
    [InlineData("departures", "Subject 'departures' not found. Subjects are weather-value.")]
    [InlineData("secret-value", "Subject 'secret-value' not found. Subjects are weather-value.")]
    [InlineData("gone-value", "Subject 'gone-value' not found. It was soft deleted: ask with deleted=true, or register a schema to have it back.")]
    [InlineData("gone-valu", "Subject 'gone-valu' not found. Subjects are weather-value.")]
    public async Task A_subject(string subject, string message)
    {
        var ann = TestDatabase.Member(1);
        foreach (var refused in new Func<Task>[]
        {
            () => Registry.VersionsAsync(ann, subject).AsTask(),
            () => Registry.VersionAsync(ann, subject, VersionName.Latest).AsTask(),
            () => Registry.FindAsync(ann, subject, new("\"int\"")).AsTask(),
            () => Registry.TestAsync(ann, subject, new(1), new("\"int\"")).AsTask(),
        })
            (await RefusalAsync(refused, 40401)).ShouldBe(message);
    }

    [Fact]
    public async Task A_subject_of_a_project_that_has_none()
    {
        (await RefusalAsync(() => Registry.VersionsAsync(TestDatabase.Member(3), "weather-value").AsTask(), 40401))
            .ShouldBe("Subject 'weather-value' not found. The project has no subjects.");
        (await RefusalAsync(() => Registry.DeleteSubjectAsync(TestDatabase.Member(2), "secret").AsTask(), 40401))
            .ShouldBe("Subject 'secret' not found. Did you mean 'secret-value'?");
    }

    [Fact]
    public async Task A_subject_of_which_only_deleted_versions_were_asked_for()
    {
        await Registry.RegisterAsync(TestDatabase.Member(2), "whole", new("\"int\""));

        (await RefusalAsync(() => Registry.VersionsAsync(TestDatabase.Member(2), "whole", DeletedFilter.Deleted).AsTask(), 40401))
            .ShouldBe("Subject 'whole' not found. It has versions, and none of them is deleted.");
    }

    [Theory]
    [InlineData(2, "Version 2 not found. It was soft deleted from subject 'weather-value': ask with deleted=true.")]
    [InlineData(9, "Version 9 not found. Subject 'weather-value' has versions 1, 3.")]
    public async Task A_version(int version, string message) =>
        (await RefusalAsync(() => Registry.VersionAsync(TestDatabase.Member(1), "weather-value", new(version)).AsTask(), 40402)).ShouldBe(message);

    [Fact]
    public async Task A_version_of_many_or_of_none_that_is_left()
    {
        var bob = TestDatabase.Member(2);
        foreach (var size in Enumerable.Range(1, 8))
        {
            await Registry.SetLevelAsync(bob, "sizes", CompatibilityLevel.None);
            await Registry.RegisterAsync(bob, "sizes", new($$"""{"type":"fixed","name":"F","size":{{size}}}"""));
        }

        (await RefusalAsync(() => Registry.DeleteVersionAsync(bob, "sizes", new(99)).AsTask(), 40402))
            .ShouldBe("Version 99 not found. Subject 'sizes' has versions 1 to 8.");
        (await RefusalAsync(() => Registry.DeleteVersionAsync(TestDatabase.Member(1), "gone-value", VersionName.Latest).AsTask(), 40402))
            .ShouldBe("Version latest not found. Subject 'gone-value' has no version that is not deleted.");
        (await RefusalAsync(() => Registry.DeleteVersionAsync(bob, "secret-value", new(2)).AsTask(), 40402))
            .ShouldBe("Version 2 not found. Subject 'secret-value' has version 1 alone.");
    }

    [Fact]
    public async Task A_schema_that_no_version_is_or_only_a_deleted_one()
    {
        var ann = TestDatabase.Member(1);

        (await RefusalAsync(() => Registry.FindAsync(ann, "weather-value", new("\"bytes\"")).AsTask(), 40403))
            .ShouldBe("Schema not found. Subject 'weather-value' has versions 1, 3, and none of them is this schema.");
        (await RefusalAsync(() => Registry.FindAsync(ann, "weather-value", new("\"long\"")).AsTask(), 40403))
            .ShouldBe("Schema not found. It was version 2 of subject 'weather-value', which was soft deleted: ask with deleted=true.");
        (await Registry.FindAsync(ann, "weather-value", new("\"long\""), withDeleted: true)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_id_of_another_project_and_one_of_nobody_look_alike()
    {
        var foreign = await RefusalAsync(() => Registry.SchemaAsync(TestDatabase.Member(2), _longId).AsTask(), 40403);
        var nobodys = await RefusalAsync(() => Registry.UsesAsync(TestDatabase.Member(2), 7).AsTask(), 40403);

        foreign.ShouldBe($"Schema {_longId} not found. No subject of the project has a version with this id; ids of other projects are not found either.");
        nobodys.ShouldBe(foreign.Replace(_longId.ToString(System.Globalization.CultureInfo.InvariantCulture), "7", StringComparison.Ordinal));
        (await Registry.SchemaAsync(TestDatabase.Member(1), _longId)).Schema.ShouldBe("\"long\"");
    }

    private static async Task<string> RefusalAsync(Func<Task> action, int number)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(action);
        refusal.Code.ShouldBe(ErrorCode.NotFound);
        refusal.Facts["error_code"].ShouldBe(number);
        return refusal.Message;
    }
}
