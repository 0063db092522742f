using System.CommandLine;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>What holds for every command, the next one too.</summary>
[Collection(WalkServerGroup.Name)]
public sealed class CommandTableTests(LiveServer server)
{
    /// <summary>Those that ask no server, or ask it who one is.</summary>
    private static readonly string[] WithoutSignIn =
        ["server", "config show", "demo", "login", "logout", "completion bash", "completion zsh", "completion fish", "help", "schema infer", "registration begin", "registration confirm",
            "recovery begin", "recovery complete", "account email confirm", "account identity issuers"];

    private static readonly string[] SecretWords = ["password", "secret", "token", "credential", "key-file"];

    [Fact]
    public void A_line_that_begins_with_a_command_makes_that_one_alone()
    {
        foreach (var (words, command) in CommandWalk.Leaves)
            CommandTable.CreateFor(words).Subcommands.ShouldHaveSingleItem().Name.ShouldBe(words[0], command.Name);
        var all = CommandTable.Create().Subcommands.Count;
        CommandTable.CreateFor([]).Subcommands.Count.ShouldBe(all);
        CommandTable.CreateFor(["--help"]).Subcommands.Count.ShouldBe(all);
        CommandTable.CreateFor(["-p", "atlas", "topic", "list"]).Subcommands.Count.ShouldBe(all);
        CommandTable.CreateFor(["nonsense"]).Subcommands.Count.ShouldBe(all);
    }

    /// <summary>Without a process for each: the table prints its help itself.</summary>
    [Fact]
    public void Each_command_has_help_that_names_its_arguments_and_options()
    {
        CommandWalk.Leaves.Count.ShouldBeGreaterThan(50);
        foreach (var (words, command) in CommandWalk.Leaves)
        {
            using var output = new StringWriter();
            var status = CommandTable.Create().Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = output });
            var (help, said) = (output.ToString(), string.Join(' ', words));
            status.ShouldBe(ExitCode.Ok, said);
            help.ShouldContain($" {said}", Case.Sensitive);
            foreach (var symbol in command.Arguments.Cast<Symbol>().Concat(command.Options))
            {
                help.ShouldContain(symbol.Name, Case.Sensitive, said);
                symbol.Description.ShouldNotBeNullOrWhiteSpace($"{said} {symbol.Name}");
            }
        }
    }

    [Fact]
    public async Task Help_goes_to_standard_output_if_it_was_asked_for_and_else_to_standard_error()
    {
        var nobody = server.Somebody();

        (await nobody.DoAsync("topic", "produce", "--help")).ShouldContain("hops topic produce");
        (await nobody.DoAsync("--help")).ShouldContain("topic");
        await nobody.RefusedAsync(ExitCode.Usage, "topic");
    }

    [Fact]
    public async Task Each_command_refuses_a_caller_who_is_not_signed_in()
    {
        var nobody = server.Somebody();
        var file = nobody.Write("file", "{}");
        await CommandWalk.EachAsync(CommandWalk.Leaves, async (words, command) =>
        {
            if (WithoutSignIn.Contains(string.Join(' ', words)))
                return;
            var refused = await nobody.RunAsync([.. CommandWalk.Line(words, command, file), "--project", "lab"]);
            refused.ExitCode.ShouldBe(ExitCode.Refused, refused.Said);
            refused.Output.ShouldBeEmpty(refused.Said);
            refused.Errors.ShouldContain("You are not signed in at", Case.Sensitive, refused.Said);
        });
    }

    [Fact]
    public void The_list_of_commands_without_sign_in_names_only_what_exists() =>
        WithoutSignIn.Except(CommandWalk.Leaves.Select(leaf => string.Join(' ', leaf.Words))).ShouldBeEmpty();

    [Fact]
    public void No_argument_and_no_option_takes_a_secret()
    {
        foreach (var (words, command) in CommandWalk.Leaves)
        {
            // token revoke takes an id; --password-stdin takes nothing.
            var values = command.Arguments.Select(argument => argument.Name)
                .Concat(command.Options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)).Select(option => option.Name));
            values.Where(name => SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .ShouldBeEmpty(string.Join(' ', words));
        }
    }
}
