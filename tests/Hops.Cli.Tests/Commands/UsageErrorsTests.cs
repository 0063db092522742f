using System.CommandLine;
using Hops.Cli.Commands;
using Hops.Cli.Tests.Support;
using Hops.Core.Errors;

namespace Hops.Cli.Tests.Commands;

/// <summary>What is wrong with a command line is said in the words of its user, with what may have been meant and where help is.</summary>
public sealed class UsageErrorsTests
{
    private static readonly string[] InternalWords = ["System.", "Nullable", "Int64", "Int32", "TimeSpan", "ChartKind", "OutputFormat"];

    [Theory]
    [InlineData("foo", "There is no command 'foo'; 'hops help' lists them all.", "")]
    [InlineData("topics", "There is no command 'topics'; did you mean 'topic'?", "")]
    [InlineData("topics list", "There is no command 'topics'; did you mean 'topic'?", "")]
    [InlineData("proj list", "There is no command 'proj'; did you mean 'project'?", "")]
    [InlineData("LOGIN ada", "There is no command 'LOGIN'; did you mean 'login'?", "")]
    [InlineData("produce t", "There is no command 'produce'; did you mean 'topic produce'?", "")]
    [InlineData("mkdri d/e", "There is no command 'mkdri'; did you mean 'fs mkdir'?", "")]
    [InlineData("rotate", "There is no command 'rotate'; did you mean 'credential rotate'?", "")]
    [InlineData("list", "There is no command 'list'; did you mean 'user list' or 'session list' or 'tour list' or 'token list' or 'project list'?", "")]
    [InlineData("topic lst", "There is no command 'topic lst'; did you mean 'topic list'?", "topic ")]
    [InlineData("topic re t", "There is no command 'topic re'; did you mean 'topic read' or 'topic replay' or 'topic repair'?", "topic ")]
    [InlineData("topic frobnicate", "There is no command 'topic frobnicate'; below 'topic' are list, create, get, alter, produce, read, export, replay, access, repair, delete.", "topic ")]
    [InlineData("topic list extra", "'extra' is one argument too many.", "topic list ")]
    [InlineData("topic list --projct x", "There is no option '--projct' here; did you mean '--project'?", "topic list ")]
    [InlineData("topic read t --form=latest", "There is no option '--form' here; did you mean '--from'?", "topic read ")]
    [InlineData("topic read t --frobnicate", "There is no option '--frobnicate' here.", "topic read ")]
    [InlineData("sql x --chart pie", "--chart is bar or line, not 'pie'.", "sql ")]
    [InlineData("sql x --chart 1", "--chart is bar or line, not '1'.", "sql ")]
    [InlineData("topic list -o yaml", "--output is table, json or csv, not 'yaml'.", "topic list ")]
    [InlineData("sql x --limit many", "--limit is a number from 1 to 10000, not 'many'.", "sql ")]
    [InlineData("sql x --limit 0", "--limit is a number from 1 to 10000, not '0'.", "sql ")]
    [InlineData("sql x --limit 10001", "--limit is a number from 1 to 10000, not '10001'.", "sql ")]
    [InlineData("audit list --limit 0", "--limit is a number from 1 on, not '0'.", "audit list ")]
    [InlineData("topic read t --max 1.5", "--max is a number from 1 on, not '1.5'.", "topic read ")]
    [InlineData("topic produce t --from-line 99999999999999999999", "--from-line is a number from 1 on, not '99999999999999999999'.", "topic produce ")]
    [InlineData("topic read t --timeout soon", "'soon' is not a duration such as 10s, 5m or 1d.", "topic read ")]
    public void A_wrong_word_is_told_with_what_may_have_been_meant(string line, string said, string help) =>
        UsageErrors.Of(CommandTable.Create().Parse(line.Split(' '))).ShouldBe([said, $"See 'hops {help}--help'."]);

    [Fact]
    public void No_option_of_any_command_names_a_type_of_ours_where_it_refuses_a_value()
    {
        var refused = 0;
        foreach (var (words, command) in CommandWalk.Leaves)
        {
            foreach (var option in command.Options.Where(option => option.ValueType != typeof(bool)))
            {
                var line = CommandWalk.Line(words, command, "f");
                var parsed = CommandTable.Create().Parse([.. line, option.Name, "ju!nk"]);
                if (parsed.Errors.Count == 0 || line.Contains(option.Name))
                    continue;
                refused++;
                var said = string.Join('\n', UsageErrors.Of(parsed));
                said.ShouldContain("ju!nk", Case.Sensitive, $"{string.Join(' ', words)} {option.Name}");
                InternalWords.Where(word => said.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty($"{string.Join(' ', words)} {option.Name}: {said}");
            }
        }

        refused.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("topic", true)]
    [InlineData("topic --project p", true)]
    [InlineData("topics", false)]
    [InlineData("topic create", false)]
    [InlineData("topic -o yaml", false)]
    public void A_line_that_does_not_say_what_to_do_yet_is_no_mistake(string line, bool isUnfinished) =>
        UsageErrors.IsUnfinished(CommandTable.Create().Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldBe(isUnfinished);

    [Fact]
    public void Every_command_is_found_by_its_words_and_no_hidden_one_is_named()
    {
        var root = CommandTable.Create();
        foreach (var (words, command) in CommandWalk.Leaves)
            CommandNames.Find(root, words).Name.ShouldBe(command.Name);
        CommandNames.Find(root, ["fs", "list"]).Name.ShouldBe("ls", "by another name of it");
        CommandNames.Find(root, []).ShouldBe(root);
        var hidden = root.Subcommands.Single(command => command.Hidden).Name;
        Should.Throw<PlatformException>(() => CommandNames.Find(root, [hidden])).Message.ShouldBe($"There is no command '{hidden}'; 'hops help' lists them all.");
        Should.Throw<PlatformException>(() => CommandNames.Find(root, ["whoami", "now"])).Message.ShouldBe("There is no command 'whoami now'; 'whoami' has none below it.");
    }
}
