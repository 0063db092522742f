using System.CommandLine;
using System.CommandLine.Parsing;

namespace Hops.Cli.Commands;

/// <summary>Options that take one of a few words: the names of an enumeration in lower case.</summary>
internal static class Choice
{
    /// <summary>An option that takes one of the names; the first, or null, if it is not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="alias">A shorter name of it, or null.</param>
    /// <param name="helpName">What the help calls the word.</param>
    /// <param name="description">What is chosen.</param>
    public static Option<T> Option<T>(string name, string? alias, string helpName, string description)
    {
        var words = Enum.GetNames(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Select(word => word.ToLowerInvariant()).ToList();
        var option = new Option<T>(name, alias is null ? [] : [alias])
        {
            Description = $"{description}: {Listed(words)}",
            HelpName = helpName,
            CustomParser = argument => Parse<T>(argument, name, words),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words]);
        return option;
    }

    private static T Parse<T>(ArgumentResult argument, string name, IReadOnlyList<string> words)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (words.Contains(text, StringComparer.OrdinalIgnoreCase))
            return (T)Enum.Parse(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), text, ignoreCase: true);
        argument.AddError($"{name} is {Listed(words)}, not '{text}'.");
        return default!;
    }

    private static string Listed(IReadOnlyList<string> words) => $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
}
