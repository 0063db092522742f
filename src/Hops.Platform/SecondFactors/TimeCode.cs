using OtpNet;

namespace Hops.Platform.SecondFactors;

/// <summary>Codes of six digits that change every 30 seconds (RFC 6238), as every authenticator shows them.</summary>
internal static class TimeCode
{
    /// <summary>Digits of a code.</summary>
    private const int Length = 6;
    private const string Issuer = "Hops.NET";

    /// <summary>One step to both sides, for clocks that differ and people who type (RFC 6238 section 5.2).</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>A new secret of the length that HMAC-SHA1 has.</summary>
    internal static byte[] NewSecret() => KeyGeneration.GenerateRandomKey(OtpHashMode.Sha1);

    /// <summary>The secret as people type it.</summary>
    internal static string Written(byte[] secret) => Base32Encoding.ToString(secret);

    /// <summary>The secret as a QR code holds it.</summary>
    internal static string UriOf(byte[] secret, string user) => new OtpUri(OtpType.Totp, secret, user, Issuer).ToString();

    /// <summary>The time step that a code belongs to; null if it is wrong, or of the last step that was used or one before it.</summary>
    internal static long? StepOf(SecondFactor factor, string code, DateTimeOffset now)
    {
        var digits = string.Concat(code.Where(sign => sign != ' '));
        if (digits.Length != Length || !digits.All(char.IsAsciiDigit))
            return null;
        return new Totp(factor.Secret).VerifyTotp(now.UtcDateTime, digits, out var step, Window) && step > factor.StepUsed ? step : null;
    }
}
