using System.Buffers.Binary;
using System.Reflection;
using Hops.Kafka.Compression;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;

namespace Hops.Kafka.Tests.Wire;

/// <summary>
/// Hostile frames of every API in every served version, of headers, and of record batches: each is read or refused, in memory that its length bounds. The
/// slow set takes a million of each (<see cref="FuzzRun"/>).
/// </summary>
public sealed class FuzzTests
{
    private const int GoodFramesPerVersion = 8;
    private const int OpenedMaxBytes = 1 << 20;

    private static readonly MethodInfo s_read = typeof(FuzzTests).GetMethod(nameof(ReaderOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private delegate void Reader(byte[] frame, int lengthBytes, short version, bool isFlexible);

    public static TheoryData<ApiKey> Keys { get; } = [.. ApiTable.Rows.Select(row => row.Key)];

    public static TheoryData<CompressionCodec> Batches { get; } = [.. Enum.GetValues<CompressionCodec>()];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Hostile_requests_and_answers_are_read_or_refused_in_bounded_memory(ApiKey key) => Messages(key, FuzzRun.Frames);

    [Theory]
    [MemberData(nameof(Keys))]
    [Trait("Speed", "Slow")]
    public void A_million_of_them(ApiKey key) => Messages(key, FuzzRun.Wanted);

    [Fact]
    public void Hostile_headers_are_read_or_refused_in_bounded_memory() => Headers(10 * FuzzRun.Frames);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_million_headers() => Headers(FuzzRun.Wanted);

    [Theory]
    [MemberData(nameof(Batches))]
    public void Hostile_batches_are_read_or_refused_in_bounded_memory(CompressionCodec codec) => WalkBatches(codec, FuzzRun.Frames);

    [Theory]
    [MemberData(nameof(Batches))]
    [Trait("Speed", "Slow")]
    public void A_million_batches(CompressionCodec codec) => WalkBatches(codec, FuzzRun.Wanted);

    private static void Messages(ApiKey key, int count)
    {
        var row = ApiTable.Find(key)!;
        var kinds = (from type in row.GetType().GetGenericArguments()
                     from version in Enumerable.Range(row.ServedVersionMin, row.VersionMax - row.ServedVersionMin + 1)
                     select (Type: type, Version: (short)version)).ToList();
        foreach (var (type, version) in kinds)
        {
            var (random, isFlexible) = (new Random(FuzzRun.Seed + version), row.IsFlexible(version));
            var good = Enumerable.Range(0, GoodFramesPerVersion).Select(_ => Good(type, random, version, isFlexible)).ToList();
            var read = (Reader)s_read.MakeGenericMethod(type).Invoke(null, null)!;
            FuzzRun.Each(
                new MutatedFrames(good, FuzzRun.Seed + version),
                1 + (count / kinds.Count),
                frame => read(frame.Array!, frame.Count, version, isFlexible),
                $"{type.Name} version {version}",
                FuzzRun.MemoryOfReading);
        }
    }

    private static void Headers(int count)
    {
        var good = ApiTable.Rows.SelectMany(row => new[] { row.ServedVersionMin, row.VersionMax }.Select(version =>
            (byte[])[0, (byte)row.Key, 0, (byte)version, 0, 0, 0, 7, 0, 5, .. "hops!"u8, 0, 1, 2, 3])).ToList();
        FuzzRun.Each(
            new MutatedFrames(good, FuzzRun.Seed),
            count,
            frame =>
            {
                if (!RequestHeader.TryPeek(frame, out var key, out var version))
                    return;
                var fault = RequestHeader.Read(frame.Array!, frame.Count, ApiTable.Find(key)?.IsFlexible(version) ?? version % 2 == 0, out var header, out var bodyStart);
                if (!fault.IsNone)
                    return;
                (header.Key, header.Version).ShouldBe((key, version));
                bodyStart.ShouldBeInRange(RequestHeader.FixedBytes, frame.Count);
            },
            "headers",
            FuzzRun.MemoryOfReading);
    }

    /// <summary>As the broker does it with a batch that a producer has sent, and a reader with one from a log; the CRC is right, or nothing behind it would be looked at.</summary>
    private static void WalkBatches(CompressionCodec codec, int count)
    {
        using var writer = new RecordBatchWriter(codec);
        var good = Enumerable.Range(1, GoodFramesPerVersion).Select(records =>
        {
            writer.Clear();
            for (var number = 0; number < records; number++)
                writer.Add(1_500_000_000_000 + number, "key"u8, new byte[number * 20], [KeyValuePair.Create("h"u8.ToArray(), (byte[]?)"v"u8.ToArray())]);
            return writer.Build().ToArray();
        }).ToList();
        FuzzRun.Each(
            new MutatedFrames(good, FuzzRun.Seed),
            count,
            frame =>
            {
                if (frame.Count < RecordBatchHeader.LengthBytes)
                    return;
                // Half of them as the sender of a whole frame would have it, or nothing behind would be looked at.
                var batch = frame.AsSpan();
                if (frame.Count % 2 == 0)
                {
                    BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - RecordBatchHeader.PrefixBytes);
                    (batch[16], batch[22]) = (2, (byte)((batch[22] & ~7) | (int)codec));
                }

                var header = RecordBatchHeader.Parse(frame);
                if (header.TotalBytes < RecordBatchHeader.LengthBytes || header.TotalBytes > frame.Count || !Enum.IsDefined(header.Codec))
                    return;
                RecordBatchHeader.StampCrc(batch[..header.TotalBytes]);
                header = RecordBatchHeader.Parse(frame);
                using (var walk = new RecordWalk(frame.AsMemory(), header, OpenedMaxBytes))
                {
                    while (walk.Step(long.MaxValue) == WalkStep.Record)
                        walk.Index.ShouldBeLessThan(header.RecordCount);
                }

                using var records = RecordBatch.Open(frame.AsMemory(0, header.TotalBytes), OpenedMaxBytes);
                var reader = records.Read();
                while (reader.MoveNext())
                    reader.Current.Value.Length.ShouldBeLessThanOrEqualTo(OpenedMaxBytes);
            },
            $"batches of {codec}",
            // The buffers are rented, and grow with what is really there.
            besidesBytes: 8 * OpenedMaxBytes);
    }

    private static Reader ReaderOf<T>()
        where T : class, IWireStruct, new() => static (frame, lengthBytes, version, isFlexible) =>
        {
            // As the broker does it: measured before it is read, and what is refused by one need not be by the other.
            var measure = new WireReader(frame, 0, lengthBytes, version, isFlexible);
            var isMeasured = measure.TryMeasure<T>(out var heldBytes);
            var reader = new WireReader(frame, 0, lengthBytes, version, isFlexible);
            if (!reader.TryRead<T>(out _))
                return;
            isMeasured.ShouldBeTrue(measure.Fault.ToString());
            heldBytes.ShouldBeGreaterThanOrEqualTo(0);
            reader.Position.ShouldBe(measure.Position);
        };

    private static byte[] Good(Type type, Random random, short version, bool isFlexible)
    {
        var message = (IWireStruct)Activator.CreateInstance(type)!;
        RandomMessage.Fill(message, random);
        return (byte[])typeof(WireBytes).GetMethod(nameof(WireBytes.Encode))!.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [message, version, isFlexible], null)!;
    }
}
