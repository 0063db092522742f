using System.CommandLine;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Members;

/// <summary><c>hops member add</c></summary>
internal static class MemberAdd
{
    private const string AlreadyThere = "already-exists";

    private static readonly Argument<string[]> Users = new("user") { Description = "Names of users", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string> Role = new("--role")
    {
        Description = "data-owner or data-scientist",
        HelpName = "ROLE",
        DefaultValueFactory = _ => "data-scientist",
    };

    public static Command Create()
    {
        Role.AcceptOnlyFromAmong(RoleName.All);
        return UserCommand.Create("add", "Make users members of the project", [Users, Role], RunAsync);
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var users = arguments.GetValue(Users)!;
        var role = RoleName.OfRest(arguments.GetValue(Role)!);
        if (users is [var user])
        {
            context.Printer.Object(await context.PostAsync(context.InProject("members"), new { user, role }, cancellationToken));
            return;
        }

        var wish = new { members = users.Select(name => new { user = name, role }) };
        var items = (await context.PostAsync(context.InProject("member-additions"), wish, cancellationToken)).GetProperty("items").EnumerateArray().ToList();
        await context.Printer.ListAsync(items.ToAsyncEnumerable(), "user", "problem", "reason");
        var refused = items.Where(item => item.GetProperty("member").ValueKind == JsonValueKind.Null).ToList();
        if (refused.Count > 0)
            throw new PlatformException(CodeOf(refused), $"{refused.Count} of {items.Count} were not added: the list says why.");
    }

    private static ErrorCode CodeOf(IReadOnlyList<JsonElement> refused) =>
        refused.All(item => item.GetProperty("problem").GetString() == AlreadyThere) ? ErrorCode.AlreadyExists : ErrorCode.NotFound;
}
