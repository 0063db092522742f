using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Tokens;

/// <summary><c>hops token create</c></summary>
internal static class TokenCreate
{
    private static readonly Argument<string> Name = new("name") { Description = "Name by which you will know it" };

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = "What it may be used for: read, write, run, manage; all that you may if absent",
        HelpName = "SCOPE",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<TimeSpan?> Expires = Duration.Option("--expires", "When it ends, such as 30d; 90d if absent");

    public static Command Create()
    {
        Scopes.AcceptOnlyFromAmong("read", "write", "run", "manage");
        return UserCommand.Create(
            "create",
            "Make an API token and print it; with --project it acts only there, also for Kafka and WebHDFS",
            [Name, Scopes, Expires],
            RunAsync);
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var scopes = arguments.GetValue(Scopes) is { Length: > 0 } some ? some.Select(scope => scope.ToUpperInvariant()).ToArray() : null;
        var lifetime = arguments.GetValue(Expires);
        var wish = new
        {
            name = arguments.GetValue(Name),
            scopes,
            project = context.ProjectNamed,
            daysValid = lifetime is { } length ? (int?)Math.Ceiling(length.TotalDays) : null,
        };
        var made = await context.PostAsync("tokens", wish, cancellationToken);
        if (context.Printer.Format == OutputFormat.Json)
            context.Printer.Object(made);
        else
            Console.Out.WriteLine(made.GetProperty("token").GetString());
        Printer.Note("The token is shown only now. Pass it in HOPS_TOKEN.");
    }
}
