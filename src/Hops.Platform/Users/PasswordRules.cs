using System.Collections.Frozen;
using Hops.Core.Errors;

namespace Hops.Platform.Users;

/// <summary>Which passwords are accepted: long and not among the first that are guessed. No rules about kinds of characters.</summary>
public static class PasswordRules
{
    /// <summary>Fewest characters.</summary>
    public const int LengthMin = 12;

    /// <summary>Most characters, so that hashing has a bound.</summary>
    public const int LengthMax = 256;

    private const string ListName = "Hops.Platform.Users.common-passwords.txt";

    private static readonly FrozenSet<string> Common = ReadList();

    /// <summary>Checks a password that is to be set.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: too short, too long, common or made of the user's name.</exception>
    public static void Check(string userName, string password)
    {
        if (password.Length is < LengthMin or > LengthMax)
            throw Refusal($"A password has {LengthMin} to {LengthMax} characters.");
        var plain = Plain(password);
        if (Common.Contains(plain) || plain.Distinct().Count() < 5)
            throw Refusal("This password is among those that are guessed first: choose another, for example four unrelated words.");
        if (userName.Length >= 4 && plain.Replace(Plain(userName), "", StringComparison.Ordinal).Length < LengthMin / 2)
            throw Refusal("The password is little more than the user name: choose another.");
    }

    private static PlatformException Refusal(string message) =>
        new PlatformException(ErrorCode.InvalidArgument, message).With("field", "password");

    /// <summary>Without case, blanks and punctuation, so that <c>Password-1234</c> is found as <c>password1234</c>.</summary>
    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static FrozenSet<string> ReadList()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream(ListName)
            ?? throw new InvalidOperationException($"{ListName} is not in the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
