using Hops.Core.Errors;

namespace Hops.Platform.Registrations;

/// <summary>Addresses of mail as accounts have them: in lower case, so that one is found however it is typed.</summary>
internal static class MailAddress
{
    /// <summary>RFC 5321 section 4.5.3.1, without the brackets.</summary>
    private const int LengthMax = 254;
    private const int LocalLengthMax = 64;

    /// <summary>Reads an address. Plain ASCII without quotes, which is what mail servers take from each other without asking.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is none.</exception>
    internal static string Read(string text)
    {
        var address = text.Trim();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        var isOne = address.Length <= LengthMax && at is > 0 and <= LocalLengthMax && at == address.LastIndexOf('@')
            && IsDotted(address[..at], IsOfLocal) && IsDotted(address[(at + 1)..], IsOfDomain);
        return isOne
            ? address.ToLowerInvariant()
            : throw new PlatformException(ErrorCode.InvalidArgument, "This is no address of mail: it has a name, an @ and a domain.").With("field", "email");
    }

    private static bool IsDotted(string text, Func<char, bool> isSign) =>
        text.Split('.').All(part => part.Length > 0 && part.All(isSign) && part[0] != '-' && part[^1] != '-');

    /// <summary>Signs of an atom (RFC 5322 section 3.2.3).</summary>
    private static bool IsOfLocal(char sign) => char.IsAsciiLetterOrDigit(sign) || "!#$%&'*+-/=?^_`{|}~".Contains(sign, StringComparison.Ordinal);

    private static bool IsOfDomain(char sign) => char.IsAsciiLetterOrDigit(sign) || sign == '-';
}
