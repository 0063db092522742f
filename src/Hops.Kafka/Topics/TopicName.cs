using System.Buffers;
using Hops.Core.Errors;

namespace Hops.Kafka.Topics;

/// <summary>The rule of topic names.</summary>
public static class TopicName
{
    /// <summary>The longest name, in characters.</summary>
    public const int LengthMax = 249;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>True if a topic may have this name: 1 to 249 letters, digits, dots, underscores and hyphens; not "." or "..".</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= LengthMax && name is not ("." or "..") && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Refuses a name that a topic may not have.</summary>
    /// <exception cref="PlatformException"><c>InvalidPath</c>.</exception>
    public static void Check(string name)
    {
        if (!IsValid(name))
        {
            throw new PlatformException(
                ErrorCode.InvalidPath, $"A topic name has 1 to {LengthMax} letters, digits, '.', '_' and '-', and is not '.' or '..'.");
        }
    }
}
