using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Wire;

public sealed class GoldenTests
{
    [Fact]
    public void Heartbeat_before_and_after_the_flexible_version()
    {
        var heartbeat = new HeartbeatRequest { GroupId = "g", GenerationId = 5, MemberId = "m" };

        Check(heartbeat, "heartbeat-request-v3", 3, isFlexible: false).GenerationId.ShouldBe(5);
        Check(heartbeat, "heartbeat-request-v4", 4, isFlexible: true).GroupInstanceId.ShouldBeNull();
    }

    [Fact]
    public void A_tagged_field_that_differs_from_its_default_is_written() => Check(
        new ApiVersionsResponse { ApiKeys = [new() { ApiKey = 18, MaxVersion = 4 }], FinalizedFeaturesEpoch = 7 },
        "apiversions-response-v3",
        3,
        isFlexible: true).FinalizedFeaturesEpoch.ShouldBe(7);

    [Fact]
    public void A_tagged_struct_carries_its_length() => Check(
        new ProduceResponse
        {
            Responses =
            [
                new()
                {
                    Name = "t",
                    PartitionResponses =
                    [
                        new() { ErrorCode = KafkaError.NotLeaderOrFollower, BaseOffset = -1, CurrentLeader = new() { LeaderId = 2, LeaderEpoch = 7 } },
                    ],
                },
            ],
        },
        "produce-response-v10",
        10,
        isFlexible: true).Responses[0].PartitionResponses[0].CurrentLeader!.LeaderEpoch.ShouldBe(7);

    [Fact]
    public void A_plain_array_of_structs() => Check(
        new MetadataRequest { Topics = [new() { Name = "a" }] }, "metadata-request-v1", 1, isFlexible: false).Topics!.Count.ShouldBe(1);

    [Fact]
    public void Unknown_tagged_fields_are_skipped()
    {
        // The empty tag buffer of the golden message gives way to one with a field of tag 9 that nobody knows.
        byte[] bytes = [.. Golden("heartbeat-request-v4")[..^1], 1, 9, 2, 0xaa, 0xbb];

        WireBytes.Decode<HeartbeatRequest>(bytes, 4, isFlexible: true, out var unread).MemberId.ShouldBe("m");
        unread.ShouldBe(0);
    }

    [Fact]
    public void Tagged_fields_out_of_order_are_refused()
    {
        byte[] bytes = [.. Golden("heartbeat-request-v4")[..^1], 2, 9, 0, 8, 0];

        Should.Throw<WireFormatException>(() => WireBytes.Decode<HeartbeatRequest>(bytes, 4, isFlexible: true, out _));
    }

    [Fact]
    public void A_count_beyond_the_frame_is_refused_before_memory_is_taken()
    {
        byte[] bytes = [0x7f, 0xff, 0xff, 0xff, 0, 1, 0x61];

        Should.Throw<WireFormatException>(() => WireBytes.Decode<MetadataRequest>(bytes, 1, isFlexible: false, out _));
    }

    private static T Check<T>(T message, string golden, short version, bool isFlexible)
        where T : class, IWireStruct, new()
    {
        var bytes = Golden(golden);
        Convert.ToHexString(WireBytes.Encode(message, version, isFlexible)).ShouldBe(Convert.ToHexString(bytes));
        var read = WireBytes.Decode<T>(bytes, version, isFlexible, out var unread);
        unread.ShouldBe(0);
        return read;
    }

    /// <summary>A file of the folder Golden: hex digits, with comments behind a hash.</summary>
    private static byte[] Golden(string name)
    {
        var path = Path.Combine(Support.ToolFactAttribute.Repository, "tests", "Hops.Kafka.Tests", "Wire", "Golden", name + ".hex");
        var digits = File.ReadLines(path).Select(line => line.Split('#')[0].Replace(" ", "", StringComparison.Ordinal));
        return Convert.FromHexString(string.Concat(digits));
    }
}
