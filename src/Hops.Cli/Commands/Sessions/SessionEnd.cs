using System.CommandLine;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Sessions;

/// <summary><c>hops session end</c></summary>
internal static class SessionEnd
{
    private static readonly Argument<string?> Id = new("id")
    {
        Description = "Id of the session, from 'hops session list'",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Others = new("--others") { Description = "End all of them but this one" };

    public static Command Create() => UserCommand.Create("end", "Sign out somewhere else", [Id, Others], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (id, others) = (arguments.GetValue(Id), arguments.GetValue(Others));
        if (id is null == !others)
            throw new PlatformException(ErrorCode.InvalidArgument, "Which session? Name one from 'hops session list', or say --others.");
        if (id is not null)
        {
            await context.DeleteAsync(CommandContext.Route("me", "sessions", id), cancellationToken);
            Printer.Note($"Ended {id}.");
            return;
        }

        var answer = await context.Server.CallAsync(HttpMethod.Delete, "me/sessions", cancellationToken: cancellationToken);
        Printer.Note($"Ended {answer.Body.GetProperty("ended")} other sessions.");
    }
}
