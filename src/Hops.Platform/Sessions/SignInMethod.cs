namespace Hops.Platform.Sessions;

/// <summary>How a user has signed in, as it is kept with the session and told in the audit trail.</summary>
public static class SignInMethod
{
    /// <summary>By name and password: nothing is kept, as before there was another way.</summary>
    public const string Password = "";

    private const string PasswordWord = "password";
    private const string IssuerWord = "openid ";

    /// <summary>More than one factor was shown, elsewhere: no code is asked for here.</summary>
    private const string StrongWord = " mfa";

    /// <summary>What a person is told.</summary>
    /// <param name="method">What is kept with the session.</param>
    public static string InWords(string method) => method.Length == 0 ? PasswordWord : method;

    /// <summary>By an issuer of the settings.</summary>
    internal static string OfIssuer(string name, bool isStrong) => IssuerWord + name + (isStrong ? StrongWord : "");

    /// <summary>True if it was by that issuer.</summary>
    internal static bool IsOfIssuer(string method, string name) => method == OfIssuer(name, isStrong: false) || method == OfIssuer(name, isStrong: true);

    /// <summary>True if more than one factor was shown, as whoever vouches says.</summary>
    internal static bool IsStrong(string method) => method.StartsWith(IssuerWord, StringComparison.Ordinal) && method.EndsWith(StrongWord, StringComparison.Ordinal);
}
