using System.Buffers.Binary;
using System.Text;
using Hops.Metadata.Tables;

namespace Hops.Platform.Search;

/// <summary>Keys of rows as bytes that are ordered as the keys are in every table: the index is compared with a table in its order.</summary>
internal static class KeyBytes
{
    /// <summary>The bytes of a key, or of the leading part of one: then all keys below it begin with them.</summary>
    internal static byte[] Of(Key key)
    {
        var bytes = new MemoryStream();
        for (var i = 0; i < key.Count; i++)
            Write(bytes, key[i]);
        return bytes.ToArray();
    }

    /// <summary>The least bytes that are greater than all that begin with a prefix; null if there are none.</summary>
    internal static byte[]? After(byte[] prefix)
    {
        var length = prefix.Length;
        while (length > 0 && prefix[length - 1] == byte.MaxValue)
            length--;
        if (length == 0)
            return null;
        var next = prefix[..length];
        next[^1]++;
        return next;
    }

    private static void Write(MemoryStream bytes, KeyPart part)
    {
        if (part.Type == ColumnType.Int64)
        {
            Span<byte> number = stackalloc byte[sizeof(long)];

            // With its sign turned a negative number comes before all others.
            BinaryPrimitives.WriteInt64BigEndian(number, part.Int64 ^ long.MinValue);
            bytes.Write(number);
            return;
        }

        // No name holds a zero, so that one that another begins with ends before it.
        bytes.Write(part.Type == ColumnType.Text ? Encoding.UTF8.GetBytes(part.Text) : part.Bytes);
        bytes.WriteByte(0);
    }
}
