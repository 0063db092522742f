using System.CommandLine;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Acls;

/// <summary><c>hops acl list</c></summary>
internal static class AclList
{
    private static readonly Option<string?> Topic = new("--topic") { Description = "Rights on this topic alone", HelpName = "TOPIC" };

    private static readonly Option<string?> Group = new("--group") { Description = "Rights on this consumer group or transactional id alone, which need not be there yet", HelpName = "GROUP" };

    private static readonly Option<string?> User = new("--user") { Description = "Rights of this member alone", HelpName = "USER" };

    public static Command Create() => UserCommand.Create(
        "list", "List who may do what with topics, consumer groups and transactional ids, and why", [Topic, Group, User], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (topic, group, user) = (arguments.GetValue(Topic), arguments.GetValue(Group), arguments.GetValue(User));
        if (topic is not null && group is not null)
            throw new PlatformException(ErrorCode.InvalidArgument, "Ask of either --topic or --group.");
        var filter = new[] { ("topic", topic), ("group", group), ("user", user) }
            .Where(each => each.Item2 is not null).Select(each => $"{each.Item1}={Uri.EscapeDataString(each.Item2!)}").ToList();
        var route = context.InProject("acls") + (filter.Count == 0 ? "" : "?" + string.Join('&', filter));
        await context.Printer.ListAsync(context.ListAsync(route, null, cancellationToken), "kind", "name", "who", "operation", "inQuery", "reason");
    }
}
