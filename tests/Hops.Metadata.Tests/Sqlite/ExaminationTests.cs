using System.Buffers.Binary;
using System.Collections.Concurrent;
using Hops.Core.Health;
using Hops.Core.Settings;
using Hops.Core.Storage;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

/// <summary>Damage that no read meets as an error is found by the examination after the start.</summary>
public sealed class ExaminationTests : IDisposable
{
    private const int PageLength = SqliteConnection.PageLengthBytes;
    private const byte InnerPageOfIndex = 2;
    private const int InnerHeaderLength = 12;
    private const int Towns = 20_000;

    private static readonly Table[] Tables = [Town.Table, Mark.Table, Tally.Table];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-examined-").FullName;

    private string File => Path.Combine(_directory, "hops.db");

    public static TheoryData<string, Action<byte[]>> Damages => new()
    {
        { "two cells in each other's place", page => Swap(page.AsSpan(InnerHeaderLength, 2), page.AsSpan(InnerHeaderLength + (2 * (Cells(page) / 2)), 2)) },
        { "fewer cells than there were", page => SetCells(page, Cells(page) / 2) },
        { "a child that hangs twice", page => Child(page, 0).CopyTo(Child(page, Cells(page) / 2)) },
        { "the last child is the first", page => Child(page, 0).CopyTo(page.AsSpan(8, 4)) },
        { "a child beyond the end of the file", page => BinaryPrimitives.WriteInt32BigEndian(Child(page, 1), 1_000_000) },
        { "a page of zeros", page => page.AsSpan().Clear() },
        { "a key that reads differently", page => page.AsSpan().Replace((byte)'t', (byte)'u') },
    };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_inner_page_is_found(string damage, Action<byte[]> change)
    {
        await FillAsync();
        ChangeInnerPages(change);

        var report = await ExamineAsync();

        report.Damage.ShouldNotBeNull(damage);
        report.IsWhole.ShouldBeFalse(damage);
    }

    [Fact]
    public async Task Without_an_examination_a_row_behind_a_damaged_inner_page_is_just_not_there()
    {
        await FillAsync();
        ChangeInnerPages(page => Swap(page.AsSpan(InnerHeaderLength, 2), page.AsSpan(InnerHeaderLength + (2 * (Cells(page) / 2)), 2)));

        await using var store = Open(new SqliteOptions());

        var missing = 0;
        for (var id = 0; id < Towns; id += 97)
        {
            var name = Name(id);
            if (await store.ReadAsync(t => t.GetAsync(Town.Table, Key.Of(1, name))) is null)
                missing++;
        }

        missing.ShouldBeGreaterThan(0, "else this examination would not be needed");
    }

    [Fact]
    public async Task A_row_that_is_not_as_it_was_written_is_counted_before_anybody_reads_it()
    {
        await FillAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        var at = bytes.AsSpan().LastIndexOf("motto of town00777"u8);
        bytes[at] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        (await ExamineAsync()).Damage.ShouldBe("table town has rows that are not as they were written: 1");
    }

    [Fact]
    public async Task A_sound_database_is_sound_also_while_it_is_written()
    {
        await FillAsync();
        var examined = new TaskCompletionSource<ExaminationReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var store = Open(new SqliteOptions { Examined = examined.SetResult });

        for (var id = Towns; !examined.Task.IsCompleted; id++)
        {
            var town = new Town(1, Name(id), id, Motto: "late");
            await store.WriteAsync(t => t.InsertAsync(Town.Table, town));
        }

        (await examined.Task).ShouldBe(new ExaminationReport(null, IsWhole: true));
    }

    [Fact]
    public async Task An_examination_that_takes_too_long_ends_and_says_so()
    {
        await FillAsync();
        var examined = new TaskCompletionSource<ExaminationReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var store = Open(new SqliteOptions { Examined = examined.SetResult, ExaminationTimeMax = TimeSpan.FromTicks(1) });

        (await examined.Task.WaitAsync(Patience)).ShouldBe(new ExaminationReport(null, IsWhole: false));
    }

    [Fact]
    public async Task A_store_that_closes_does_not_wait_for_its_examination()
    {
        await FillAsync();
        var reports = new List<ExaminationReport>();

        for (var round = 0; round < 20; round++)
            await Open(new SqliteOptions { Examined = reports.Add, ExaminationTimeMax = TimeSpan.FromHours(1) }).DisposeAsync();

        reports.ShouldAllBe(report => report.Damage == null);
    }

    [Fact]
    public async Task No_time_for_an_examination_is_no_examination()
    {
        var reports = new List<ExaminationReport>();

        await Open(new SqliteOptions { Examined = reports.Add, ExaminationTimeMax = TimeSpan.Zero }).DisposeAsync();

        reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_over_a_damaged_database_says_so_and_what_to_do()
    {
        using var directory = DataDirectory.Open(new RealDisk(), Path.Combine(_directory, "data"));
        var (health, settings, told) = (new HealthBoard(), BoundSettings.Bind(MetadataModule.Options, []), new ConcurrentQueue<string>());
        await using (var store = MetadataModule.Open(directory, Tables, settings, TimeProvider.System, health, told.Enqueue))
            await InsertAsync(store);
        health.Findings.ShouldBeEmpty();
        ChangeInnerPages(directory.Database, page => SetCells(page, Cells(page) / 2));

        await using var damaged = MetadataModule.Open(directory, Tables, settings, TimeProvider.System, health, told.Enqueue);

        using var deadline = new CancellationTokenSource(Patience);
        while (told.IsEmpty)
            await Task.Delay(2, deadline.Token);
        var finding = health.Findings.ShouldHaveSingleItem();
        (finding.Subject, finding.Severity).ShouldBe(("metadata database", HealthSeverity.Failing));
        finding.Message.ShouldContain("restore hops.db from a backup");
        told.ShouldBe([finding.Message]);
    }

    private static string Name(int id) => $"town{id:D5}";

    private static int Cells(byte[] page) => BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(3));

    private static void SetCells(byte[] page, int count) => BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(3), (ushort)count);

    /// <summary>The pointer to the child left of a cell: https://sqlite.org/fileformat2.html section 1.6.</summary>
    private static Span<byte> Child(byte[] page, int cell) =>
        page.AsSpan(BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(InnerHeaderLength + (2 * cell))), 4);

    private static void Swap(Span<byte> one, Span<byte> other)
    {
        var kept = one.ToArray();
        other.CopyTo(one);
        kept.CopyTo(other);
    }

    private async Task FillAsync()
    {
        await using var store = Open(new SqliteOptions());
        await InsertAsync(store);
    }

    private static async Task InsertAsync(MetadataStore store) => await store.WriteAsync(async t =>
    {
        for (var id = 0; id < Towns; id++)
            await t.InsertAsync(Town.Table, new Town(1, Name(id), id, Motto: "motto of " + Name(id)));
        return 0;
    });

    private void ChangeInnerPages(Action<byte[]> change) => ChangeInnerPages(File, change);

    private static void ChangeInnerPages(string path, Action<byte[]> change)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        var changed = 0;
        for (var at = PageLength; at < bytes.Length; at += PageLength)
        {
            var page = bytes.AsSpan(at, PageLength).ToArray();
            if (page[0] != InnerPageOfIndex || Cells(page) < 4)
                continue;
            change(page);
            page.CopyTo(bytes.AsSpan(at));
            changed++;
        }

        changed.ShouldBeGreaterThan(0);
        System.IO.File.WriteAllBytes(path, bytes);
    }

    private async Task<ExaminationReport> ExamineAsync()
    {
        var examined = new TaskCompletionSource<ExaminationReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var store = Open(new SqliteOptions { Examined = examined.SetResult });
        return await examined.Task.WaitAsync(Patience);
    }

    private SqliteStore Open(SqliteOptions options) =>
        SqliteStore.Open(_directory, Tables, options, TimeProvider.System);
}
