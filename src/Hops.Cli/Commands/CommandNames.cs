using System.CommandLine;
using Hops.Core.Errors;
using Hops.Core.Text;

namespace Hops.Cli.Commands;

/// <summary>Names of commands, and what somebody may have meant who typed one that does not exist.</summary>
internal static class CommandNames
{
    private const int NamedMax = 5;

    /// <summary>A beginning of a name is one from so many letters on.</summary>
    private const int BeginningLengthMin = 2;

    /// <summary>The command to which words lead.</summary>
    /// <param name="root">The table of commands.</param>
    /// <param name="words">The words.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is none; the message says what may have been meant.</exception>
    public static Command Find(Command root, IReadOnlyList<string> words)
    {
        var command = root;
        foreach (var (index, word) in words.Index())
            command = Below(command, word) ?? throw Unknown(root, [.. words.Take(index)], command, word);
        return command;
    }

    /// <summary>Names of the commands below the one to which words lead; none if they lead nowhere.</summary>
    public static IEnumerable<string> Below(Command root, IReadOnlyList<string> words)
    {
        Command? command = root;
        foreach (var word in words)
            command = command is null ? null : Below(command, word);
        return command is null ? [] : Visible(command).Select(below => below.Name);
    }

    private static PlatformException Unknown(Command root, IReadOnlyList<string> before, Command group, string word)
    {
        var typed = string.Join(' ', before.Append(word));
        var meant = Near(root, before, group, word).Select(name => $"'{name}'").Take(NamedMax).ToList();
        var hint = meant.Count > 0 ? $"did you mean {string.Join(" or ", meant)}?"
            : group == root ? "'hops help' lists them all."
            : group.Subcommands.Count == 0 ? $"'{string.Join(' ', before)}' has none below it."
            : $"below '{string.Join(' ', before)}' are {string.Join(", ", Visible(group).Select(command => command.Name))}.";
        return new PlatformException(ErrorCode.InvalidArgument, $"There is no command '{typed}'; {hint}");
    }

    /// <summary>First what is near or begins so in the same place, then what has the very name elsewhere, the shortest first, then what is near there.</summary>
    private static IEnumerable<string> Near(Command root, IReadOnlyList<string> before, Command group, string word)
    {
        var here = Visible(group).Select(command => command.Name).ToList();
        if (NearestName.Find(word, here) is { } near)
            return [string.Join(' ', before.Append(near))];
        var begun = here.Where(name => word.Length >= BeginningLengthMin && name.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList();
        if (begun.Count > 0)
            return begun.Select(name => string.Join(' ', before.Append(name)));
        var paths = Paths(root, "").ToList();
        var named = paths.Where(path => Last(path).Equals(word, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count > 0)
            return named.OrderBy(path => path.AsSpan().Count(' '));
        return NearestName.Find(word, paths.Select(Last)) is { } last ? paths.Where(path => Last(path) == last) : [];
    }

    private static Command? Below(Command group, string word) =>
        Visible(group).FirstOrDefault(command => command.Name == word || command.Aliases.Contains(word));

    private static IEnumerable<Command> Visible(Command group) => group.Subcommands.Where(command => !command.Hidden);

    private static IEnumerable<string> Paths(Command group, string prefix) => Visible(group)
        .SelectMany(command => Paths(command, $"{prefix}{command.Name} ").Prepend(prefix + command.Name));

    private static string Last(string path) => path[(path.LastIndexOf(' ') + 1)..];
}
