using System.IO.Compression;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Migrations;

/// <summary>A database as the first format was written, once. It opens for ever; the file is never made anew.</summary>
public sealed class GoldenDatabaseTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-golden-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Format_1_opens_with_its_rows_is_changed_and_opens_again()
    {
        Unpack("format1");
        for (var opening = 0; opening < 2; opening++)
        {
            await using var store = SqliteStore.Open(_directory, [Town.Table, Mark.Table, Tally.Table], new SqliteOptions(), TimeProvider.System, mustExist: true);
            var towns = await store.ReadAsync(t => t.SweepAsync(Town.Table, null, 10));
            towns.Select(town => (town.Region, town.Name, town.Id, town.Mayor, town.Motto)).ShouldBe([(1, "Ulm", 7, 3, "an der Donau"), (2, "Åre", 8, null, null)]);
            towns[0].Seal.ShouldBe([1, 2, 3]);
            (await store.ReadAsync(t => t.LookupAsync(Town.Table, Town.ById, Key.Of(8))))!.Name.ShouldBe("Åre");
            (await store.ReadAsync(t => t.GetAsync(Mark.Table, Key.Of((byte[])[0], (byte[])[255, 0])))).ShouldNotBeNull();
            (await store.ReadAsync(t => t.GetAsync(Tally.Table, Key.Of(1)))).ShouldBe(new Tally(1, 42 + opening));
            await store.WriteAsync(t => t.UpdateAsync(Tally.Table, new Tally(1, 43 + opening)));
            (await store.NextIdAsync("towns")).ShouldBeGreaterThan(4096, "what was reserved is not given again");
        }
    }

    private void Unpack(string name)
    {
        var packed = Convert.FromHexString(string.Concat(File.ReadLines(Path.Combine(Root(), "tests/Hops.Metadata.Tests/Migrations/Golden", name + ".db.gz.hex"))));
        using var zip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var file = File.Create(Path.Combine(_directory, "hops.db"));
        zip.CopyTo(file);
    }

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Hops.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
