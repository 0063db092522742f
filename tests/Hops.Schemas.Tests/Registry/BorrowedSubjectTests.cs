using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Schemas.Registry;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Registry;

/// <summary>The schemas of a topic that another project lends: those and nothing else of that project.</summary>
public sealed class BorrowedSubjectTests : IAsyncLifetime
{
    private static readonly Principal Lender = TestDatabase.Member(1);

    private static readonly Principal Borrower = TestDatabase.Member(2) with
    {
        Borrowed = Borrowings.None.With("lend", new Resource(ResourceKind.Topic, 1, "weather")),
    };

    private readonly TestDatabase _database = new();
    private int _lentId;
    private int _secretId;

    private SchemaRegistry Registry => _database.Registry;

    public async Task InitializeAsync()
    {
        _lentId = (await Registry.RegisterAsync(Lender, "weather-value", new("\"int\""))).Id;
        _secretId = (await Registry.RegisterAsync(Lender, "secret-value", new("\"bytes\""))).Id;
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Are_read_by_the_name_of_the_topic_and_by_their_ids()
    {
        (await Registry.VersionAsync(Borrower, "lend.weather-value", VersionName.Latest)).Schema.Id.ShouldBe(_lentId);
        (await Registry.SchemaAsync(Borrower, _lentId)).Schema.ShouldBe("\"int\"");
        (await Registry.FindAsync(Borrower, "lend.weather-value", new("\"int\""))).Schema.Id.ShouldBe(_lentId);
    }

    [Fact]
    public async Task Are_not_there_without_the_loan()
    {
        var stranger = Borrower with { Borrowed = Borrowings.None };
        await MissingAsync(() => Registry.VersionAsync(stranger, "lend.weather-value", VersionName.Latest).AsTask());
        await MissingAsync(() => Registry.SchemaAsync(stranger, _lentId).AsTask());
    }

    [Fact]
    public async Task Come_without_any_other_subject_or_id_of_their_project()
    {
        await MissingAsync(() => Registry.SchemaAsync(Borrower, _secretId).AsTask());
        await MissingAsync(() => Registry.VersionAsync(Borrower, "lend.secret-value", VersionName.Latest).AsTask());
        (await Registry.SubjectsAsync(Borrower)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_one_does_not_tell_which_others_there_are()
    {
        foreach (var refused in new Func<Task>[]
        {
            () => Registry.VersionsAsync(Borrower, "lend.weather-key").AsTask(),
            () => Registry.VersionAsync(Borrower, "lend.weather-key", VersionName.Latest).AsTask(),
            () => Registry.FindAsync(Borrower, "lend.weather-key", new("\"int\"")).AsTask(),
        })
            (await MissingAsync(refused)).Message.ShouldBe("Subject 'lend.weather-key' not found.");
    }

    [Fact]
    public async Task References_of_a_schema_are_not_looked_up_among_the_subjects_of_another_project()
    {
        var probe = new SchemaSubmission("\"int\"") { References = [new SchemaReference("x", "secret-value", 1)] };
        await MissingAsync(() => Registry.FindAsync(Borrower, "lend.weather-value", probe).AsTask());
    }

    [Fact]
    public async Task Are_changed_by_nobody_but_their_owner()
    {
        await Registry.RegisterAsync(Borrower, "lend.weather-value", new("\"string\""));
        (await Registry.VersionsAsync(Lender, "weather-value")).Count.ShouldBe(1);
    }

    private static async Task<PlatformException> MissingAsync(Func<Task> act)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(act);
        refusal.Code.ShouldBe(ErrorCode.NotFound);
        return refusal;
    }
}
