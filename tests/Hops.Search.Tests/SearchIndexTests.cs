using System.Text;
using Hops.Core.Errors;
using Hops.Core.Storage;

namespace Hops.Search.Tests;

/// <summary>What the index finds, where it looks, and what becomes of its file.</summary>
public sealed class SearchIndexTests : IDisposable
{
    private static readonly Scope Shop = Scope.Of("project/1");
    private static readonly Scope Bank = Scope.Of("project/2");
    private static readonly Scope Lent = Scope.Of("topic/2/payments");

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-search-").FullName;
    private SearchIndex _index;

    public SearchIndexTests() => _index = Open(new SearchOptions());

    public void Dispose()
    {
        _index.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("ORDERS")]
    [InlineData("rder")]
    [InlineData("o")]
    [InlineData("or")]
    [InlineData("bought orders")]
    [InlineData("bought or")]
    public async Task A_part_of_the_name_or_text_finds_it(string text)
    {
        Put(1, Topic("orders", "what people have bought"));

        (await NamesAsync(text)).ShouldBe(["orders"]);
    }

    [Theory]
    [InlineData("r")]
    [InlineData("ers orders2")]
    [InlineData("sold")]
    [InlineData("bought zz")]
    [InlineData("or zz")]
    [InlineData("dersx")]
    public async Task What_it_does_not_hold_does_not_find_it(string text)
    {
        Put(1, Topic("orders", "what people have bought"));

        (await NamesAsync(text)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("x AND y")]
    [InlineData("NEAR(a b)")]
    [InlineData("name:secret*")]
    [InlineData("^(-{[]})")]
    [InlineData("'; DROP TABLE entry; --")]
    [InlineData("\U0001F600 smile")]
    [InlineData("straße")]
    public async Task Whatever_is_written_is_text(string text)
    {
        Put(1, Topic("other", "nothing of it"));
        Put(2, Topic("it", $"before {text} after"));

        (await NamesAsync(text)).ShouldBe(["it"]);
    }

    [Theory]
    [InlineData("\ud800 lone")]
    [InlineData("\"")]
    [InlineData("\"\"\" \"")]
    [InlineData("\u0002\u0002o")]
    [InlineData("\U000F0000\U000F0001\U000F0002")]
    public async Task What_nothing_holds_finds_nothing_and_breaks_nothing(string text)
    {
        Put(1, Topic("x", "nothing"));

        (await NamesAsync(text)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_scopes_that_are_asked_for_are_looked_into()
    {
        Put(1, Topic("payments of the shop", ""));
        Put(2, Topic("payments", "") with { Scope = Bank, OtherScope = Lent });
        Put(3, Topic("payments of others", "") with { Scope = Bank });

        (await NamesAsync("payments")).ShouldBe(["payments of the shop"]);
        (await NamesAsync("payments", Shop, Lent)).ShouldBe(["payments", "payments of the shop"], ignoreOrder: true);
        (await NamesAsync("payments", Bank)).Count.ShouldBe(2);
        (await NamesAsync("payments", [.. Enumerable.Range(10, 500).Select(number => Scope.Of($"project/{number}")), Bank])).Count.ShouldBe(2);
        (await NamesAsync("payments", [])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_makes_something_else_or_nothing_takes_back_what_it_made()
    {
        Put(1, Topic("first", ""), Topic("second", ""));
        Put(1, Topic("second", "changed"), Topic("third", ""));

        (await NamesAsync("first")).ShouldBeEmpty();
        (await NamesAsync("changed")).ShouldBe(["second"]);
        _index.Count.ShouldBe(2);

        Put(1);

        (await NamesAsync("second")).ShouldBeEmpty();
        _index.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Of_more_than_a_search_reads_the_whole_name_and_its_beginnings_come_first()
    {
        Reopen(new SearchOptions { ResultsPerKindMax = 3 });
        Put(1, Topic("logs", ""));
        Put(2, Topic("logs of the shop", ""));
        for (var number = 3; number < 100; number++)
            Put(number, Topic($"daily logs {number}", ""));

        var finding = await FindAsync("logs", [Shop]);

        finding.HasMore.ShouldBeTrue();
        finding.Entries.Select(entry => entry.Name).ShouldBe(["logs", "logs of the shop", "daily logs 99"]);
    }

    [Fact]
    public async Task It_holds_no_more_entries_than_it_may()
    {
        Reopen(new SearchOptions { EntriesMax = 2 });
        Put(1, Topic("logs a", ""), Topic("logs b", ""), Topic("logs c", ""));

        (await NamesAsync("logs")).Count.ShouldBe(2);
        _index.IsFull.ShouldBeTrue();
    }

    [Fact]
    public async Task A_search_without_time_says_that_it_did_not_look()
    {
        Put(1, Topic("orders", ""));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => _index.FindAsync(new IndexQuestion(SearchWords.Of("orders"), [Shop]), [EntryKind.Topic], gone.Token));
    }

    [Fact]
    public async Task It_is_as_it_was_after_it_was_closed_and_opened()
    {
        var known = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        _index.Known().ShouldBeNull();
        _index.Apply([Row(1, Topic("orders", ""))], known);

        Reopen(new SearchOptions());

        (await NamesAsync("orders")).ShouldBe(["orders"]);
        _index.Count.ShouldBe(1);
        _index.Known().ShouldBe(known);
    }

    [Fact]
    public async Task A_file_that_is_no_index_is_thrown_away_and_made_anew()
    {
        Put(1, Topic("orders", ""));
        _index.Dispose();
        foreach (var path in Directory.GetFiles(_directory))
            await File.WriteAllTextAsync(path, "this is not an index");

        _index = Open(new SearchOptions());

        _index.Count.ShouldBe(0);
        _index.Known().ShouldBeNull();
        Put(1, Topic("orders", ""));
        (await NamesAsync("orders")).ShouldBe(["orders"]);
    }

    [Fact]
    public async Task Damage_that_a_search_meets_is_told_and_gone_after_the_next_start()
    {
        Put(1, Topic("orders", "text"));
        _index.Dispose();
        using (var file = IndexConnection.Open(Path.Combine(_directory, "search.db"), isWriter: true, 1 << 20))
            file.Execute("UPDATE words_data SET block = x'5A5A5A5A5A5A5A5A5A5A'");

        try
        {
            _index = Open(new SearchOptions());
            (await Should.ThrowAsync<PlatformException>(() => NamesAsync("orders"))).Code.ShouldBe(ErrorCode.CorruptData);
        }
        finally
        {
            Reopen(new SearchOptions());
        }

        _index.Count.ShouldBe(0);
        (await NamesAsync("orders")).ShouldBeEmpty();
    }

    [Fact]
    public void Rows_are_listed_in_the_order_of_their_keys()
    {
        Put(3, Topic("c", ""));
        Put(1, Topic("a", ""), Topic("b", ""));
        Put(2, Topic("b", ""));

        _index.Rows(1, [], null, 10).Select(key => Encoding.UTF8.GetString(key)).ShouldBe(["00001", "00002", "00003"]);
        _index.Rows(1, Encoding.UTF8.GetBytes("00001"), Encoding.UTF8.GetBytes("00002"), 10).Count.ShouldBe(1);
        _index.Rows(2, [], null, 10).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n\0 ")]
    [InlineData("a b c d e f g h i")]
    public void A_search_without_words_or_with_too_many_is_refused(string text) =>
        Should.Throw<PlatformException>(() => SearchWords.Of(text)).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public void A_search_that_is_too_long_is_refused() =>
        Should.Throw<PlatformException>(() => SearchWords.Of(new string('x', SearchWords.LengthMax + 1))).Code.ShouldBe(ErrorCode.InvalidArgument);

    private static Entry Topic(string name, string text) => new() { Kind = EntryKind.Topic, ProjectId = 1, Name = name, Text = text, Scope = Shop };

    private static RowEntries Row(int number, params Entry[] entries) => new(new RowKey(1, Encoding.UTF8.GetBytes($"{number:D5}")), entries);

    private void Put(int number, params Entry[] entries) => _index.Apply([Row(number, entries)], null);

    private Task<IReadOnlyList<string>> NamesAsync(string text) => NamesAsync(text, Shop);

    private async Task<IReadOnlyList<string>> NamesAsync(string text, params Scope[] scopes) =>
        [.. (await FindAsync(text, scopes)).Entries.Select(entry => entry.Name)];

    private async Task<IndexFinding> FindAsync(string text, Scope[] scopes) =>
        (await _index.FindAsync(new IndexQuestion(SearchWords.Of(text), scopes), [EntryKind.Topic], CancellationToken.None))[EntryKind.Topic];

    private SearchIndex Open(SearchOptions options) => SearchIndex.Open(new RealDisk(), _directory, options, TimeProvider.System);

    private void Reopen(SearchOptions options)
    {
        _index.Dispose();
        _index = Open(options);
    }
}
