using System.Text;
using Hops.Core.Errors;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Paths;

public sealed class HostileNameTests
{
    /// <summary>Names that look like others, sort oddly, or fill a limit to its last byte. All of them are just names.</summary>
    private static readonly string[] Allowed =
    [
        " ", "  ", " a", "a ", "...", "..a", ".a", "a.", "-rf", "~", "%2e%2e", "%00", "\\", "a\\..\\b", "'", "\"", "`id`", "$(id)", "*", "?", "[a]", "|",
        "CON", "nul.txt", "a;b", "a=b&c", "#", "+", "é", "e\u0301", "\u00a0", "\u200b", "\u202egnp", "\ufeff", "\uffff", "日本語", "🜚", "\U0010ffff",
        "_COPYING_", "a.hidden", ".reserved", new string('x', 255), new string('é', 127) + "x", string.Concat(Enumerable.Repeat("🜚", 63)) + "xyz",
    ];

    public static TheoryData<string, string> Refused
    {
        get
        {
            var cases = new TheoryData<string, string>
            {
                { "nothing", "" },
                { "no slash", "a/b" },
                { "only slashes", "//" },
                { "an empty name", "/a//b" },
                { "two slashes at the end", "/a//" },
                { "a dot", "/." },
                { "a dot at the end", "/a/." },
                { "a dot before a slash", "/a/./" },
                { "two dots", "/.." },
                { "two dots within", "/a/../b" },
                { "a colon", "/a:b" },
                { "a scheme", "hdfs://host/a" },
                { "a stream of another system", "/a::$DATA" },
                { "what a decoder puts in place of bad bytes", "/a\ufffdb" },
                { "256 bytes of ASCII", "/" + new string('x', 256) },
                { "256 bytes of two each", "/" + new string('é', 128) },
                { "256 bytes of four each", "/" + string.Concat(Enumerable.Repeat("🜚", 64)) },
                { "101 names", string.Concat(Enumerable.Repeat("/d", 101)) },
                { "4097 bytes", string.Concat(Enumerable.Repeat("/" + new string('x', 240), 17)) },
                { "4098 bytes in fewer characters", string.Concat(Enumerable.Repeat("/" + new string('é', 120), 17)) + "/" },
                { "reserved", "/.reserved" },
                { "below reserved", "/.reserved/.inodes/1" },
                { "reserved with a slash", "/.reserved/" },
            };
            for (var control = 0; control <= 0x9F; control++)
            {
                if (control is < 0x20 or >= 0x7F)
                    cases.Add(FormattableString.Invariant($"control character {control:X2}"), $"/a{(char)control}b");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_path_of_this_kind_is_refused(string kind, string text) =>
        Should.Throw<PlatformException>(() => FilePath.Parse(text), kind).Code.ShouldBe(ErrorCode.InvalidPath, kind);

    [Fact]
    public void Halves_of_characters_are_refused()
    {
        // No theory: what hands its cases on writes them as UTF-8, which has no such halves.
        foreach (var text in new[] { "/a\ud83d", "/\udf1aa", "/\udf1a\ud83d", "/a/\ud83d/b", "/\ud83d\ud83d\udf1a" })
            Should.Throw<PlatformException>(() => FilePath.Parse(text)).Code.ShouldBe(ErrorCode.InvalidPath);
    }

    [Fact]
    public async Task Odd_names_are_kept_apart_listed_in_byte_order_and_survive_a_restart()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/d");
        foreach (var (name, index) in Allowed.Select((name, index) => (name, index)))
            await test.WriteAsync("/d/" + name, Bytes(index + 1, index));

        for (var start = 0; start < 2; start++)
        {
            (await test.NamesAsync("/d")).ShouldBe(Allowed.OrderBy(name => name, ByBytes));
            foreach (var (name, index) in Allowed.Select((name, index) => (name, index)))
                (await test.ReadAsync("/d/" + name)).ShouldBe(Bytes(index + 1, index), name);
            await test.RestartAsync();
        }
    }

    [Fact]
    public async Task Pages_that_begin_after_any_text_leave_nothing_out_and_repeat_nothing()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/d");
        foreach (var name in Allowed)
            await test.WriteAsync("/d/" + name, default);
        var sorted = Allowed.OrderBy(name => name, ByBytes).ToArray();

        foreach (var limit in new[] { 1, 2, 7, sorted.Length - 1, sorted.Length, 5_000 })
        {
            var seen = new List<string>();
            var page = await test.Files.ListAsync(Root, "/d", "", limit, default);
            seen.AddRange(page.Entries.Select(entry => entry.Name));
            while (page.HasMore)
            {
                page.Entries.Count.ShouldBe(limit);
                page = await test.Files.ListAsync(Root, "/d", page.Entries[^1].Name, limit, default);
                seen.AddRange(page.Entries.Select(entry => entry.Name));
            }

            seen.ToArray().ShouldBe(sorted, $"pages of {limit}");
        }

        foreach (var after in new[] { "\0", "a", "aa", "~~", "\uffff\uffff", "no such name", "/", "..", new string('x', 255) })
        {
            var page = await test.Files.ListAsync(Root, "/d", after, 5_000, default);
            page.Entries.Select(entry => entry.Name).ShouldBe(sorted.Where(name => ByBytes.Compare(name, after) > 0), after);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5_001)]
    [InlineData(int.MaxValue)]
    public async Task A_page_of_no_or_too_many_entries_is_refused(int limit)
    {
        await using var test = await OpenAsync();

        await test.Files.ListAsync(Root, "/", "", limit, default).ShouldRefuseAsync(ErrorCode.InvalidArgument);
    }

    [Fact]
    public void Random_text_is_a_path_that_reads_the_same_again_or_is_refused()
    {
        var random = new Random(1);
        const string Alphabet = "//..ab:\0\n\u007f\u0085é\ud83d\udf1a\ufffd \\%";
        var accepted = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            FilePath path;
            try
            {
                path = FilePath.Parse("/" + text);
            }
            catch (PlatformException refusal)
            {
                refusal.Code.ShouldBe(ErrorCode.InvalidPath);
                continue;
            }

            accepted++;
            FilePath.Parse(path.Text).ShouldBe(path);
            path.Names().ShouldAllBe(name => name.Length > 0 && name != "." && name != "..");
            ("/" + string.Join('/', path.Names())).ShouldBe(path.Text);
            Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(path.Text)).ShouldBe(path.Text);
            path.Names().Aggregate(FilePath.Root, (above, name) => above.Child(name)).ShouldBe(path);
            path.IsWithin(path.Parent).ShouldBeTrue();
            (path.IsRoot || !path.Parent.IsWithin(path)).ShouldBeTrue(path.Text);
        }

        accepted.ShouldBeGreaterThan(1_000);
    }

    private static IComparer<string> ByBytes { get; } = Comparer<string>.Create(
        (one, other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)));
}
