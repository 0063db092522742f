using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Wire;

/// <summary>What is wrong with bytes is found once, said once, and nothing behind it is believed.</summary>
public sealed class WireReaderTests
{
    [Fact]
    public void Fields_behind_the_first_fault_are_nothing()
    {
        var reader = new WireReader([0, 0, 0, 0, 0, 9, 0x61, 1, 2, 3], 4, 10, version: 0, isFlexible: false);
        var (text, number, flag, id, bytes, names) = ("x", 1L, true, Guid.NewGuid(), new byte[] { 1 }, new[] { "x" });
        string? nothing = "x";
        HeartbeatRequest? item = new();
        List<HeartbeatRequest> items = [new()];
        RecordBytes records = new(new byte[1]);

        reader.String(ref text);
        reader.Int64(ref number);
        reader.Bool(ref flag);
        reader.Uuid(ref id);
        reader.Bytes(ref bytes);
        reader.StringArray(ref names);
        reader.NullableString(ref nothing);
        reader.NullableStruct(ref item);
        reader.Array(ref items);
        reader.Records(ref records);

        (text, number, flag, id).ShouldBe(("", 0L, false, Guid.Empty));
        (bytes.Length, names.Length, items.Count, records.LengthBytes).ShouldBe((0, 0, 0, 0));
        item.ShouldBeNull();
        reader.RemainingBytes.ShouldBe(0);
        reader.Fault.ToString().ShouldBe("9 bytes are needed and 4 remain, at byte 6");
    }

    [Theory]
    [InlineData("", "2 bytes are needed and 0 remain, at byte 0")]
    [InlineData("ff ff", "a string that may not be null is null, at byte 2")]
    [InlineData("ff fe", "a length of -2 is impossible, at byte 2")]
    [InlineData("00 02 c3 28", "a string is not valid UTF-8, at byte 4")]
    [InlineData("00 01 67 00 00 00", "4 bytes are needed and 3 remain, at byte 3")]
    public void A_plain_message_that_is_none_says_why(string hex, string why) => Refused<HeartbeatRequest>(hex, 3, isFlexible: false, why);

    [Theory]
    [InlineData("7f ff ff ff 00 01 61", "an array of 2147483647 elements does not fit in the 3 bytes that remain, at byte 4")]
    [InlineData("80 00 00 00", "a length of -2147483648 is impossible, at byte 4")]
    [InlineData("00 00 00 02 00 01 61 00 05", "5 bytes are needed and 0 remain, at byte 9")]
    public void An_array_that_is_none_says_why(string hex, string why) => Refused<MetadataRequest>(hex, 1, isFlexible: false, why);

    [Theory]
    [InlineData("00", "a string that may not be null is null, at byte 1")]
    [InlineData("80 80 80 80 80 80", "a variable-length number is longer than 5 bytes, at byte 5")]
    [InlineData("ff ff ff ff 0f", "a number of 4294967295 is impossible here, at byte 5")]
    [InlineData("02 67 00 00 00 01 02 6d 00 02 09 00 08 00", "tagged fields are not in ascending order, at byte 14")]
    [InlineData("02 67 00 00 00 01 02 6d 00 01 09 05 aa", "a tagged field of 5 bytes does not fit in the 1 that remain, at byte 12")]
    [InlineData("02 67 00 00 00 01 02 6d 00 ff ff ff ff 07 00 00", "1 bytes are needed and 0 remain, at byte 16")]
    public void A_flexible_message_that_is_none_says_why(string hex, string why) => Refused<HeartbeatRequest>(hex, 4, isFlexible: true, why);

    [Fact]
    public void A_tagged_field_that_reads_beyond_its_end_is_refused() =>
        // ApiVersions 3: no error, no APIs, no throttling; the tagged field 1 is of 8 bytes and says 2.
        Refused<ApiVersionsResponse>("00 00 01 00 00 00 00 01 01 02 00 00 00 00 00 00 00 07", 3, isFlexible: true, "a tagged field is longer than it says, at byte 18");

    [Fact]
    public void More_elements_than_are_allowed_are_refused_before_they_are_made()
    {
        var frame = new byte[4 + (3 * 3)];
        frame[3] = 3;
        var reader = new WireReader(frame, 0, frame.Length, version: 1, isFlexible: false, elementsMax: 2);

        reader.TryMeasure<MetadataRequest>(out _).ShouldBeFalse();

        reader.Fault.ToString().ShouldBe("a message has more than 2 elements, at byte 4");
    }

    [Fact]
    public void Structs_that_are_nested_without_end_are_refused()
    {
        var frame = new byte[100];
        var reader = new WireReader(frame, 0, frame.Length, version: 0, isFlexible: false);

        reader.TryRead<Nested>(out _).ShouldBeFalse();

        reader.Fault.ToString().ShouldBe("structs are nested too deeply, at byte 16");
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("größe-語-\U0001F511")]
    public void Texts_are_read_as_they_were_written(string text) => WireBytes.Decode<HeartbeatRequest>(
        WireBytes.Encode(new HeartbeatRequest { GroupId = text }, 4, isFlexible: true), 4, isFlexible: true, out _).GroupId.ShouldBe(text);

    private static void Refused<T>(string hex, short version, bool isFlexible, string why)
        where T : class, IWireStruct, new()
    {
        var frame = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var reader = new WireReader(frame, 0, frame.Length, version, isFlexible);

        reader.TryRead<T>(out var message).ShouldBeFalse();

        message.ShouldBeNull();
        reader.Fault.ToString().ShouldBe(why);
        Should.Throw<WireFormatException>(() => WireBytes.Decode<T>(frame, version, isFlexible, out _)).Message.ShouldBe(why);
    }

    /// <summary>What no message of the protocol is, and one to come could be.</summary>
    private sealed class Nested : IWireStruct
    {
        public Nested? Inner;

        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec => codec.NullableStruct(ref Inner);
    }
}
