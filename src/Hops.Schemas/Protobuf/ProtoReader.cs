using System.Buffers.Binary;
using Hops.Core.Errors;

namespace Hops.Schemas.Protobuf;

/// <summary>Reads the wire format of Protobuf (protobuf.dev, "Encoding") of bytes that nobody checked.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Where it is.</summary>
    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position >= _bytes.Length;

    /// <summary>Number and wire type of the next field.</summary>
    public (int Number, int WireType) Tag()
    {
        var tag = Varint();
        var number = tag >> 3;
        return number is > 0 and <= 536_870_911 ? ((int)number, (int)(tag & 7)) : throw Broken("a field has the number 0 or one that is too large");
    }

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (IsAtEnd)
                throw Broken("it ends within a number");
            var next = _bytes[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Broken("a number has more than 10 bytes");
    }

    public uint Fixed32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> Bytes() => Varint() is <= int.MaxValue and var length ? Take((int)length) : throw Broken("a length is too large");

    /// <summary>Passes over a value.</summary>
    public void Skip(int number, int wireType)
    {
        switch (wireType)
        {
            case 0:
                _ = Varint();
                break;
            case 1:
                _ = Take(8);
                break;
            case 2:
                _ = Bytes();
                break;
            case 3:
                _ = Group(number);
                break;
            case 5:
                _ = Take(4);
                break;
            default:
                throw Broken($"there is no wire type {wireType}");
        }
    }

    /// <summary>The fields of a group, whose beginning was read, up to its end.</summary>
    public ReadOnlySpan<byte> Group(int number)
    {
        var start = Position;
        var open = new Stack<int>();
        open.Push(number);
        while (true)
        {
            var end = Position;
            var (inner, wireType) = Tag();
            if (wireType == 3)
            {
                open.Push(inner);
                if (open.Count > ProtobufLimits.DepthMax)
                    throw Broken($"groups lie more than {ProtobufLimits.DepthMax} deep inside one another");
            }
            else if (wireType != 4)
            {
                Skip(inner, wireType);
            }
            else if (open.Pop() != inner)
            {
                throw Broken("a group ends that did not begin");
            }
            else if (open.Count == 0)
            {
                return _bytes[start..end];
            }
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - Position)
            throw Broken("it ends within a value");
        var taken = _bytes.Slice(Position, length);
        Position += length;
        return taken;
    }

    private readonly PlatformException Broken(string reason) =>
        new PlatformException(ErrorCode.UndecodableRecord, $"Not Protobuf at byte {Position}: {reason}.").With("position", Position);
}
