using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Json;

public sealed class PlainRoundTripTests
{
    /// <summary>Whatever a writer of Avro wrote is printed, and what is printed is written as the same bytes again.</summary>
    [Fact]
    public void What_is_printed_of_any_type_is_read_as_the_same_bytes() => Prop.ForAll<int>(seed =>
    {
        var random = new RandomAvro(seed);
        var text = $$"""{"type":"record","name":"Root","fields":[{"name":"v","type":{{random.Schema()}}}]}""";
        var schema = AvroSchema.Parse(text);
        var bytes = random.Value(schema);
        var printed = PlainJson.Decode(DecodePlan.Of(schema), bytes);
        var again = new ArrayBufferWriter<byte>();
        PlainJson.Encode(schema, PlainJson.Parse(printed), again);
        return again.WrittenSpan.SequenceEqual(bytes).Label($"{text}\n{Encoding.UTF8.GetString(printed)}\n{Convert.ToHexStringLower(bytes)}\n{Convert.ToHexStringLower(again.WrittenSpan)}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
}
