using Hops.Core.Errors;

namespace Hops.Search.Tests;

/// <summary>What becomes of a change of the index that does not fit on the disk.</summary>
public sealed class IndexWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-search-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_full_disk_is_told_as_such_and_the_change_is_taken_back()
    {
        var connection = IndexConnection.Open(Path.Combine(_directory, "search.db"), isWriter: true, 1 << 20);
        connection.Execute(IndexSchema.Tables);
        connection.Execute("PRAGMA max_page_count = 32");
        using var writer = new IndexWriter(connection, 1000);

        var refusal = Should.Throw<PlatformException>(() => writer.Apply([.. Enumerable.Range(0, 200).Select(Row)], knownMs: null));

        refusal.Code.ShouldBe(ErrorCode.DiskFull);
        writer.Count.ShouldBe(0);
        writer.Rows(1, [], null, 10).ShouldBeEmpty();

        connection.Execute("PRAGMA max_page_count = 32000");
        writer.Apply([Row(7)], knownMs: null);
        writer.Rows(1, [], null, 10).ShouldHaveSingleItem();
    }

    private static RowEntries Row(int number) => new(
        new RowKey(1, [(byte)number]),
        [new Entry { Kind = EntryKind.Topic, ProjectId = 1, Name = $"topic {number}", Text = string.Concat(Enumerable.Range(number, 300).Select(each => $"{each * 7919:x} ")), Scope = Scope.Of("project/1") }]);
}
