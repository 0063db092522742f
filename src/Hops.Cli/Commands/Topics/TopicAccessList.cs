using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Topics;

/// <summary><c>hops topic access</c></summary>
internal static class TopicAccessList
{
    private static readonly Argument<string> Name = new("topic") { Description = "The topic" };

    private static readonly Option<string?> User = new("--user") { Description = "Ask of a member of the project", HelpName = "USER" };

    private static readonly Option<string?> Borrower = new("--borrower") { Description = "Ask of the members of a project with which the topic is shared", HelpName = "PROJECT" };

    private static readonly Option<Deed> Operation = Choice.Option<Deed>("--operation", null, "OPERATION", "What is to be done");

    private static readonly Option<bool> InQuery = new("--in-query") { Description = "Whether a query or statement of theirs may do it, and no program from outside" };

    /// <summary>What can be done with a topic; reading is what one asks for as a rule.</summary>
    private enum Deed
    {
        Read,
        Write,
        Describe,
        Alter,
        Delete,
    }

    public static Command Create() => UserCommand.Create(
        "access", "Say who may do what with a topic; or, with --user or --borrower, whether they may do something, and why not", [Name, User, Borrower, Operation, InQuery], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var route = context.InProject("topics", arguments.GetValue(Name)!, "access");
        var (user, borrower) = (arguments.GetValue(User), arguments.GetValue(Borrower));
        if (user is not null && borrower is not null)
            throw new PlatformException(ErrorCode.InvalidArgument, "Ask of either --user or --borrower.");
        if (user is null && borrower is null)
        {
            await ListAsync(context, route, cancellationToken);
            return;
        }

        var who = user is not null ? "user=" + Uri.EscapeDataString(user) : "borrower=" + Uri.EscapeDataString(borrower!);
        var operation = arguments.GetValue(Operation).ToString().ToUpperInvariant();
        var answer = await context.GetAsync($"{route}/check?{who}&operation={operation}&inQuery={(arguments.GetValue(InQuery) ? "true" : "false")}", cancellationToken);
        if (context.Printer.Format == OutputFormat.Table)
            Printer.Lines(answer.GetProperty("sentence").GetString()!);
        else
            context.Printer.Object(answer);
    }

    private static async Task ListAsync(CommandContext context, string route, CancellationToken cancellationToken)
    {
        if (context.Printer.Format != OutputFormat.Table)
        {
            await context.Printer.ListAsync(context.ListAsync(route, null, cancellationToken), "who", "role", "borrower", "expires", "members");
            return;
        }

        await foreach (var holder in context.ListAsync(route, null, cancellationToken))
        {
            foreach (var right in holder.GetProperty("rights").EnumerateArray())
                Printer.Lines(right.GetProperty("sentence").GetString()!);
            var members = holder.GetProperty("members").EnumerateArray().Select(member => member.GetString()).ToList();
            if (members.Count > 0)
                Printer.Lines($"  {holder.GetProperty("who").GetString()}: {string.Join(", ", members)}");
        }
    }
}
