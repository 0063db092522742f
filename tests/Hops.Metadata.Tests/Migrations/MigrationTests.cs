using Hops.Core.Errors;
using Hops.Metadata.Migrations;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;

namespace Hops.Metadata.Tests.Migrations;

public sealed class MigrationTests : IDisposable
{
    private static readonly Table<Ship> First = new(
        "ship",
        [new("id", ColumnType.Int64), new("name", ColumnType.Text)],
        keyLength: 1,
        partitionLength: 0,
        read => new Ship(read.Int64(), read.Text(), "", null),
        (row, write) =>
        {
            write.Int64(row.Id);
            write.Text(row.Name);
        });

    private static readonly Lookup ByName = new("ship_by_name", "name");

    private static readonly Table<Ship> Second = new(
        "ship",
        [new("id", ColumnType.Int64), new("name", ColumnType.Text), new("harbour", ColumnType.Text), new("masts", ColumnType.Int64, IsNullable: true)],
        keyLength: 1,
        partitionLength: 0,
        read => new Ship(read.Int64(), read.Text(), read.Text(), read.Int64OrNull()),
        (row, write) =>
        {
            write.Int64(row.Id);
            write.Text(row.Name);
            write.Text(row.Harbour);
            write.Int64(row.Masts);
        },
        ByName);

    private static readonly Migration[] FormatOne = [new(1, "ships", [new TableCreated(First)])];

    private static readonly Migration[] FormatTwo =
    [
        .. FormatOne,
        new(2, "harbours", [
            new ColumnAdded("ship", new Column("harbour", ColumnType.Text), "port o' call"),
            new ColumnAdded("ship", new Column("masts", ColumnType.Int64, IsNullable: true)),
            new LookupAdded("ship", ByName),
        ]),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-migrations-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task An_older_database_is_brought_up_to_date_with_its_rows()
    {
        await using (var store = Open(First, FormatOne))
            await store.WriteAsync(t => t.InsertAsync(First, new Ship(1, "Argo", "", null)));

        for (var opening = 0; opening < 2; opening++)
        {
            await using var store = Open(Second, FormatTwo);
            (await store.ReadAsync(t => t.LookupAsync(Second, ByName, Key.Of("Argo")))).ShouldBe(new Ship(1, "Argo", "port o' call", null));
        }
    }

    [Fact]
    public async Task A_new_database_takes_all_steps()
    {
        await using var store = Open(Second, FormatTwo);

        (await store.WriteAsync(t => t.InsertAsync(Second, new Ship(1, "Argo", "Iolcus", 1)))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_column_for_a_table_that_is_not_there_yet_is_left_to_its_description()
    {
        Migration[] steps = [new(1, "masts", [new ColumnAdded("ship", new Column("masts", ColumnType.Int64, IsNullable: true))])];

        await using var store = Open(Second, steps);

        (await store.WriteAsync(t => t.InsertAsync(Second, new Ship(1, "Argo", "Iolcus", 1)))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        await Open(Second, FormatTwo).DisposeAsync();

        var refusal = Should.Throw<PlatformException>(() => Open(First, FormatOne));

        refusal.Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
        refusal.Facts["format"].ShouldBe(2L);
        await Open(Second, FormatTwo).DisposeAsync();
    }

    [Fact]
    public async Task A_table_that_changed_without_a_step_is_refused()
    {
        await Open(First, FormatOne).DisposeAsync();

        var refusal = Should.Throw<PlatformException>(() => Open(Second, FormatOne));

        refusal.Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
        refusal.Message.ShouldContain("ship");
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_format_before_it()
    {
        await using (var store = Open(First, FormatOne))
        {
            await store.WriteAsync(t => t.InsertAsync(First, new Ship(1, "Argo", "", null)));
            await store.WriteAsync(t => t.InsertAsync(First, new Ship(2, "Argo", "", null)));
        }

        // Two ships of one name: the new look-up cannot be made.
        Should.Throw<PlatformException>(() => Open(Second, FormatTwo)).Code.ShouldBe(ErrorCode.AlreadyExists);

        await using var unchanged = Open(First, FormatOne);
        (await unchanged.ReadAsync(t => t.SweepAsync(First, null, 10))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_dropped_table_is_gone()
    {
        await Open(First, FormatOne).DisposeAsync();
        Migration[] dropping = [.. FormatOne, new(2, "no ships", [new TableDropped("ship")])];

        await using (SqliteStore.Open(_directory, [], dropping, new SqliteOptions(), TimeProvider.System))
        {
        }

        Migration[] again = [.. dropping, new(3, "ships again", [new TableCreated(Second)])];
        await using var store = Open(Second, again);
        (await store.ReadAsync(t => t.SweepAsync(Second, null, 10))).ShouldBeEmpty();
    }

    [Fact]
    public void Steps_are_numbered_without_gaps()
    {
        Should.Throw<ArgumentException>(() => SchemaFormat.Remaining(0, [new Migration(2, "gap", [])]));
        SchemaFormat.Remaining(Migration.All.Count, Migration.All).ShouldBeEmpty();
    }

    private SqliteStore Open(Table table, Migration[] migrations) =>
        SqliteStore.Open(_directory, [table], migrations, new SqliteOptions(), TimeProvider.System);

    private sealed record Ship(long Id, string Name, string Harbour, long? Masts);
}
