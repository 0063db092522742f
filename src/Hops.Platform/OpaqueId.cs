using System.Security.Cryptography;

namespace Hops.Platform;

/// <summary>
/// Ids that tell nothing: not how many there are, nor which is next. Random, of at most 53 bits, so that they are exact in JSON for
/// programs that know only doubles (RFC 8259 section 6), and above those that were counted from 1 before.
/// </summary>
internal static class OpaqueId
{
    private const long Least = 1L << 40;
    private const long Beyond = 1L << 53;

    /// <summary>A new one. Two equal ones among a million have a chance of 1 in 18,000; inserting the second fails.</summary>
    public static long Next()
    {
        while (true)
        {
            var id = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & (Beyond - 1);
            if (id >= Least)
                return id;
        }
    }
}
