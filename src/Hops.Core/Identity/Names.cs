using System.Text.RegularExpressions;
using Hops.Core.Errors;

namespace Hops.Core.Identity;

/// <summary>
/// Rules of names (reference 08 section 3.2): no two identities <c>project__user</c> can collide, because neither part may hold two
/// underscores in a row or begin or end with one.
/// </summary>
public static partial class Names
{
    /// <summary>Longest project, user or dataset name, in characters.</summary>
    public const int LengthMax = 40;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "admin", "administrator", "all", "anonymous", "api", "audit", "default", "everybody", "everyone", "guest", "hadoop", "hdfs",
        "hops", "internal", "kafka", "me", "nobody", "none", "null", "platform", "project", "projects", "root", "self", "server",
        "superuser", "supergroup", "system", "user", "users",
    };

    /// <summary>Checks the name of a user or project that is to be made.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the pattern, the length or a reserved name.</exception>
    public static void CheckNew(string what, string name)
    {
        Check(what, name);
        if (Reserved.Contains(name))
            throw new PlatformException(ErrorCode.InvalidArgument, $"The {what} name '{name}' is reserved: choose another.").With("field", "name");
    }

    /// <summary>True for a name that <see cref="CheckNew"/> lets through.</summary>
    public static bool IsAcceptable(string name) => IsValid(name) && !Reserved.Contains(name);

    /// <summary>Checks the form of a name.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the pattern or the length.</exception>
    public static void Check(string what, string name)
    {
        if (!IsValid(name))
            throw new PlatformException(
                ErrorCode.InvalidArgument,
                $"A {what} name has 1 to {LengthMax} lower case letters, digits and single underscores between them.").With("field", "name");
    }

    /// <summary>True for 1 to <see cref="LengthMax"/> lower case letters and digits with single underscores between them.</summary>
    public static bool IsValid(string name) => name.Length is > 0 and <= LengthMax && Form().IsMatch(name);

    /// <summary>The directory of all projects.</summary>
    public const string ProjectsDirectory = "/Projects";

    /// <summary>The directory of a project.</summary>
    public static string ProjectDirectory(string project) => $"{ProjectsDirectory}/{project}";

    /// <summary>Between the project and the name of a dataset of another project. No name and no path of a file holds it.</summary>
    public const string DatasetOwnerMark = "::";

    /// <summary>Between the project and the name of a topic of another project.</summary>
    public const char TopicOwnerMark = '.';

    /// <summary>How another project calls a dataset that it borrows.</summary>
    public static string BorrowedDataset(string owner, string dataset) => owner + DatasetOwnerMark + dataset;

    /// <summary>How another project calls a topic that it borrows.</summary>
    public static string BorrowedTopic(string owner, string topic) => owner + TopicOwnerMark + topic;

    /// <summary>
    /// The path of what members of a project call <c>dataset/...</c>, or <c>owner::dataset/...</c> if they borrow it. It says where the thing
    /// would be, not that there is one.
    /// </summary>
    public static string PathIn(string project, string path)
    {
        var mark = path.IndexOf(DatasetOwnerMark, StringComparison.Ordinal);
        return mark > 0 && path.IndexOf('/', 0, mark) < 0
            ? $"{ProjectDirectory(path[..mark])}/{path[(mark + DatasetOwnerMark.Length)..]}"
            : $"{ProjectDirectory(project)}/{path}";
    }

    /// <summary>The dataset in whose directory a path lies, <c>/Projects/project/dataset/...</c>; null if it lies in none.</summary>
    public static string? DatasetOfPath(string path) =>
        path.Split('/', 5) is ["", var root, _, { Length: > 0 } dataset, ..] && root == ProjectsDirectory[1..] ? dataset : null;

    /// <summary>The identity that files and topics see.</summary>
    public static string ProjectUser(string project, string user) => $"{project}__{user}";

    /// <summary>True if an identity is a user or one of its project-users: no name has two underscores in a row.</summary>
    public static bool IsIdentityOf(string user, string identity) => identity == user || identity.EndsWith("__" + user, StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9](?:_?[a-z0-9])*\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Form();
}
