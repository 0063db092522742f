using Hops.Core.Errors;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;

namespace Hops.Metadata.Tests.Sqlite;

/// <summary>The file of a database decays; nothing wrong is served, and everything that is refused says what to do.</summary>
public sealed class RowChecksumTests : IDisposable
{
    private const string Motto = "by the sea that was never there";
    private const int Towns = 200;

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-decay-").FullName;

    private string File => Path.Combine(_directory, "hops.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_flipped_bit_in_a_value_is_an_error_of_its_row_and_of_no_other()
    {
        await FillAsync();
        Flip("town0077 " + Motto);

        await using var store = Open();

        var refusal = await Should.ThrowAsync<PlatformException>(async () => await store.ReadAsync(t => t.GetAsync(Town.Table, Key.Of(1, "town0077"))));
        refusal.Code.ShouldBe(ErrorCode.CorruptData);
        refusal.Message.ShouldContain("table town");
        refusal.Message.ShouldContain("restore");
        (await Should.ThrowAsync<PlatformException>(async () => await store.ReadAsync(t => t.LookupAsync(Town.Table, Town.ById, Key.Of(77))))).Code.ShouldBe(ErrorCode.CorruptData);
        (await store.ReadAsync(t => t.GetAsync(Town.Table, Key.Of(1, "town0076"))))!.Motto.ShouldBe("town0076 " + Motto);
        (await store.WriteAsync(t => t.InsertAsync(Tally.Table, new Tally(1, 1)))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_row_that_is_written_again_is_sound_again()
    {
        await FillAsync();
        Flip("town0077 " + Motto);
        await using var store = Open();

        await store.WriteAsync(t => t.UpdateAsync(Town.Table, new Town(1, "town0077", 77, Motto: "new")));

        (await store.ReadAsync(t => t.GetAsync(Town.Table, Key.Of(1, "town0077"))))!.Motto.ShouldBe("new");
    }

    [Fact]
    public async Task Whatever_is_damaged_nothing_wrong_is_served_and_nothing_but_a_refusal_is_thrown()
    {
        await FillAsync();
        var sound = await System.IO.File.ReadAllBytesAsync(File);
        for (var seed = 0; seed < 120; seed++)
        {
            var bytes = (byte[])sound.Clone();
            Damage(bytes, new Random(seed));
            foreach (var leftover in Directory.EnumerateFiles(_directory))
                System.IO.File.Delete(leftover);
            await System.IO.File.WriteAllBytesAsync(File, seed % 10 == 9 ? bytes[..new Random(seed).Next(bytes.Length)] : bytes);
            await UseAsync($"seed {seed}");
        }
    }

    private static void Damage(byte[] bytes, Random random)
    {
        // The page of the schema more often than its share: whatever is opened reads it.
        for (var hits = random.Next(1, 6); hits > 0; hits--)
        {
            var at = random.Next(random.Next(2) == 0 ? 16_384 : bytes.Length);
            for (var i = random.Next(1, 40); i > 0 && at < bytes.Length; i--, at++)
                bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
        }
    }

    private async Task UseAsync(string when)
    {
        try
        {
            var store = Open((_, cause) => throw new InvalidOperationException("the process would have been ended", cause));
            try
            {
                for (var i = 0; i < Towns; i++)
                {
                    var id = i;
                    var town = await Tried(() => store.ReadAsync(t => t.GetAsync(Town.Table, Key.Of(1, Name(id)))), when);
                    if (town is not null)
                        (town.Name, town.Id, town.Motto).ShouldBe((Name(id), id, Name(id) + " " + Motto), when);
                }

                await Tried(() => store.WriteAsync(t => t.InsertAsync(Town.Table, new Town(3, "new", 5_000))), when);
                await Tried(() => store.NextIdAsync("towns"), when);
            }
            finally
            {
                await store.DisposeAsync();
            }
        }
        catch (PlatformException refusal)
        {
            ShouldSayWhatToDo(refusal, when);
        }
    }

    private static async Task<T?> Tried<T>(Func<ValueTask<T>> call, string when)
    {
        try
        {
            return await call();
        }
        catch (PlatformException refusal)
        {
            ShouldSayWhatToDo(refusal, when);
            return default;
        }
    }

    private static void ShouldSayWhatToDo(PlatformException refusal, string when)
    {
        refusal.Code.ShouldBeOneOf([ErrorCode.CorruptData, ErrorCode.DataDirectoryUnusable, ErrorCode.AlreadyExists], when);
        if (refusal.Code == ErrorCode.CorruptData)
            refusal.Message.ShouldContain("restore", Case.Insensitive, when);
    }

    private async Task FillAsync()
    {
        await using var store = Open();
        await store.WriteAsync(async t =>
        {
            for (var i = 0; i < Towns; i++)
                await t.InsertAsync(Town.Table, new Town(1, Name(i), i, Motto: Name(i) + " " + Motto));
            return 0;
        });
    }

    private static string Name(int number) => $"town{number:D4}";

    /// <summary>Flips a bit of a text wherever it is: pages that are free hold older copies.</summary>
    private void Flip(string text)
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        var wanted = System.Text.Encoding.UTF8.GetBytes(text);
        var found = 0;
        for (var at = 0; bytes.AsSpan(at).IndexOf(wanted) is >= 0 and var next; found++)
        {
            at += next + wanted.Length;
            bytes[at - 1] ^= 4;
        }

        found.ShouldBeGreaterThan(0);
        System.IO.File.WriteAllBytes(File, bytes);
    }

    private SqliteStore Open(Action<string, Exception>? failed = null) => SqliteStore.Open(
        _directory,
        [Town.Table, Mark.Table, Tally.Table],
        failed is null ? new SqliteOptions() : new SqliteOptions { CommitFailed = failed },
        TimeProvider.System,
        mustExist: failed is not null);
}
