using System.Text.RegularExpressions;
using Hops.Kafka.Patterns;

namespace Hops.Kafka.Tests.Patterns;

public sealed class Re2PatternTests
{
    private const int Seed = 848;

    [Theory]
    [InlineData("orders", "orders", "orders2 my-orders order")]
    [InlineData("orders.*", "orders orders2 orders-eu", "my-orders")]
    [InlineData("^orders-[a-z]+$", "orders-eu", "orders- orders-EU orders-eu2")]
    [InlineData("(?i)orders", "orders ORDERS OrDers", "order")]
    [InlineData("(?i:or)ders", "ORders", "ORDERS")]
    [InlineData("a|b|", "a b", "ab")]
    [InlineData("(a|b)c{2,3}", "acc bccc", "ac bcccc")]
    [InlineData("a{2}", "aa", "a aaa")]
    [InlineData("a{0,}", "a aaaa", "b")]
    [InlineData("x{,2}", "x{,2}", "x xx")]
    [InlineData(@"orders\.eu", "orders.eu", "orders-eu")]
    [InlineData(@"\d+\w\D", "12ab 1_-", "ab1")]
    [InlineData("[^a-c_]+", "xyz x-y", "xa x_y")]
    [InlineData("[]a]+", "a", "b")]
    [InlineData("[a-]+", "a-a", "b")]
    [InlineData("[[:digit:][:upper:]]+", "A1 9Z", "a1")]
    [InlineData("[[:^digit:]]+", "abc", "a1")]
    [InlineData(@"[\w.]+", "a.b", "a-b")]
    [InlineData(@"\p{Lu}\pL*", "Abc A", "abc")]
    [InlineData(@"\PL+", "12-3", "a1")]
    [InlineData(@"\x61\x{62}", "ab", "a")]
    [InlineData(@"\Qa.b+\E\w", "", "a.bb")]
    [InlineData(@"\Qa.b\E\w", "a.bc", "axbc")]
    [InlineData(@"\bab\b-\bcd", "ab-cd", "abcd")]
    [InlineData(@"a\Bb", "ab", "a-b")]
    [InlineData(@"\Aab\z", "ab", "abc")]
    [InlineData("(?P<first>a)(?<second>b)(?:c)", "abc", "ab")]
    [InlineData("a+?b*?c??", "aab abc", "b")]
    [InlineData("(a*)*b", "aab b", "aa")]
    [InlineData("(|a)+b", "b aab", "c")]
    [InlineData("é|a", "a", "b")]
    [InlineData("a$b|^c", "c", "ab")]
    public void A_pattern_matches_whole_names_only(string pattern, string matching, string others)
    {
        var parsed = Re2Pattern.TryParse(pattern, out var error);

        error.ShouldBeEmpty();
        foreach (var name in matching.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            parsed!.IsMatch(name).ShouldBeTrue(name);
        foreach (var name in others.Split(' '))
            parsed!.IsMatch(name).ShouldBeFalse(name);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a)(b")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[b-a]")]
    [InlineData("*a")]
    [InlineData("a|+")]
    [InlineData("a**")]
    [InlineData("a{2}{3}")]
    [InlineData("a{1001}")]
    [InlineData("a{3,2}")]
    [InlineData(@"\")]
    [InlineData(@"[\")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?>a)")]
    [InlineData("(?x)a")]
    [InlineData("(?")]
    [InlineData("(?P<a")]
    [InlineData("[[:what:]]")]
    [InlineData(@"\p{Klingon}")]
    [InlineData(@"\p")]
    [InlineData(@"\x1")]
    [InlineData(@"\x{}")]
    [InlineData(@"\y")]
    public void What_RE2_does_not_know_is_refused_with_a_reason(string pattern)
    {
        Re2Pattern.TryParse(pattern, out var error).ShouldBeNull();

        error.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("a{1000}{1000}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(((((){1000}){1000}){1000}){1000}){1000}")]
    [InlineData("(a|b)*a(a|b){999}")]
    public void A_pattern_that_would_explode_is_refused(string pattern) => Re2Pattern.TryParse(pattern, out _).ShouldBeNull();

    [Fact]
    public void A_pattern_that_is_too_long_or_too_deep_is_refused()
    {
        Re2Pattern.TryParse(new string('a', Re2Pattern.LengthMax + 1), out _).ShouldBeNull();
        Re2Pattern.TryParse(new string('(', 400) + new string(')', 400), out _).ShouldBeNull();
    }

    [Fact]
    public void The_worst_pattern_takes_a_name_in_no_more_steps_than_its_states_times_the_length()
    {
        var pattern = Re2Pattern.TryParse("(a*a*a*)*(a|aa)*(a|b)*a(a|b){200}c", out _)!;
        var name = new string('a', 249);

        pattern.IsMatch(name).ShouldBeFalse();
        pattern.IsMatch(name[..201] + "c").ShouldBeTrue();
    }

    [Fact]
    public void What_both_know_matches_as_the_expressions_of_the_platform_do()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 2000; round++)
        {
            var pattern = Random(random, depth: 3);
            var parsed = Re2Pattern.TryParse(pattern, out var error);
            parsed.ShouldNotBeNull($"{pattern}: {error}");
            var known = new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            for (var names = 0; names < 20; names++)
            {
                var name = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "ab-"[random.Next(3)]));
                parsed.IsMatch(name).ShouldBe(known.IsMatch(name), $"{pattern} on '{name}'");
            }
        }
    }

    private static string Random(Random random, int depth)
    {
        if (depth == 0)
            return random.Next(6) switch { 0 => "a", 1 => "b", 2 => ".", 3 => "[^a]", 4 => "[a-b]", _ => "-" };
        return random.Next(8) switch
        {
            0 => $"({Random(random, depth - 1)}|{Random(random, depth - 1)})",
            1 => $"(?:{Random(random, depth - 1)})*",
            2 => $"(?:{Random(random, depth - 1)})?",
            3 => $"(?:{Random(random, depth - 1)})+",
            4 => $"(?:{Random(random, depth - 1)}){{1,2}}",
            5 => $@"\b{Random(random, depth - 1)}",
            _ => Random(random, depth - 1) + Random(random, depth - 1),
        };
    }
}
