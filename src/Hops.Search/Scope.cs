using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hops.Search;

/// <summary>
/// A part of the index that is searched as a whole: a project, a thing that can be lent. An entry is in at most two. In the full-text index it is one
/// token of three characters beyond all scripts, so that looking into some scopes is one more condition of the same match, and what is outside of them is
/// stepped over and not read.
/// </summary>
/// <remarks>
/// The number is a hash of what the scope is of. Should two ever be alike, a search finds what it must not show; that is why every entry is decided on
/// before it is shown, and not because of it.
/// </remarks>
public readonly record struct Scope
{
    /// <summary>Private use plane of Unicode; no name of ours is written in it, and it has no case to fold.</summary>
    private const int FirstCharacter = 0xF0000;

    private const int Characters = 0xFFFE;

    private readonly ulong _number;

    private Scope(ulong number) => _number = number;

    /// <summary>The scope of something: <c>project/12</c>, <c>topic/12/orders</c>.</summary>
    public static Scope Of(string what)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(what), digest);
        return new Scope(BinaryPrimitives.ReadUInt64BigEndian(digest));
    }

    /// <summary>As it is stored.</summary>
    internal long Number => unchecked((long)_number);

    internal static Scope Stored(long number) => new(unchecked((ulong)number));

    /// <summary>The three characters.</summary>
    internal string Token
    {
        get
        {
            var text = new StringBuilder();
            var rest = _number;
            for (var i = 0; i < 3; i++)
            {
                text.Append(char.ConvertFromUtf32(FirstCharacter + (int)(rest % Characters)));
                rest /= Characters;
            }

            return text.ToString();
        }
    }
}
