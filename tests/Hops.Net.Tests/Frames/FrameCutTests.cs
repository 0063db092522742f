using System.Buffers.Binary;
using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Net.Frames;
using Hops.Net.Memory;

namespace Hops.Net.Tests.Frames;

/// <summary>Streams of frames that are cut, ended or stopped at every byte: what was whole is read, and no memory stays charged.</summary>
public sealed class FrameCutTests
{
    private const long BoundBytes = 1 << 20;

    private static readonly byte[][] Contents = [[1, 2, 3], [], [4], [.. Enumerable.Range(0, 40).Select(value => (byte)value)]];
    private static readonly byte[] Stream = [.. Contents.SelectMany(Frame)];

    private readonly FramePool _pool = new(1L << 30, 1 << 20);
    private readonly MemoryAccount _account = new(BoundBytes);
    private readonly Pipe _pipe = new();

    public static TheoryData<int> Positions => new(Enumerable.Range(0, Stream.Length + 1));

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_stream_in_two_parts_is_the_same_frames_wherever_it_is_parted(int position)
    {
        var reader = Reader();
        var reading = ReadAllAsync(reader, Contents);

        await _pipe.Writer.WriteAsync(Stream.AsMemory(0, position));
        await _pipe.Writer.WriteAsync(Stream.AsMemory(position));
        await _pipe.Writer.CompleteAsync();

        (await reading).ShouldBe((4, null));
        HoldsNothing(reader);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_stream_that_ends_anywhere_gives_its_whole_frames_and_says_if_one_is_cut(int position)
    {
        int[] ends = [0, 7, 11, 16, 60];
        var reader = Reader();

        await _pipe.Writer.WriteAsync(Stream.AsMemory(0, position));
        await _pipe.Writer.CompleteAsync();

        var expected = ends.Contains(position) ? null : (ErrorCode?)ErrorCode.InvalidArgument;
        (await ReadAllAsync(reader, Contents)).ShouldBe((ends.Count(end => end > 0 && end <= position), expected));
        _account.UsedBytes.ShouldBe(0);
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_reader_that_is_stopped_anywhere_holds_nothing_afterwards(int position)
    {
        using var stop = new CancellationTokenSource();
        var reader = Reader();
        await _pipe.Writer.WriteAsync(Stream.AsMemory(0, position));
        var reading = ReadUntilStoppedAsync(reader, stop.Token);

        await stop.CancelAsync();

        await reading;
        _account.UsedBytes.ShouldBe(0);
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(999, true)]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    [InlineData(int.MaxValue, false)]
    [InlineData(-1, false)]
    [InlineData(int.MinValue, false)]
    public async Task A_length_is_taken_up_to_the_limit_and_a_larger_one_is_refused_before_it_is_charged(int lengthBytes, bool isTaken)
    {
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, lengthBytes);
        await _pipe.Writer.WriteAsync(prefix);
        if (isTaken)
            await _pipe.Writer.WriteAsync(new byte[lengthBytes]);
        await _pipe.Writer.CompleteAsync();
        var reader = Reader(lengthMaxBytes: 1_000);

        (await ReadAllAsync(reader)).ShouldBe(isTaken ? (1, null) : (0, ErrorCode.TooLarge));

        HoldsNothing(reader);
    }

    [Fact]
    public async Task Random_frames_in_random_parts_come_out_as_they_went_in()
    {
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4_096, resumeWriterThreshold: 2_048));
            var contents = Enumerable.Range(0, random.Next(1, 30)).Select(_ => Random(random, random.Next(5) == 0 ? 9_000 : 60)).ToArray();
            var parts = Parted([.. contents.SelectMany(Frame)], random).ToArray();
            var writing = Task.Run(async () =>
            {
                foreach (var part in parts)
                    await pipe.Writer.WriteAsync(part);
                await pipe.Writer.CompleteAsync();
            });
            var reader = new FrameReader(pipe.Reader, _pool) { Account = _account };
            foreach (var content in contents)
            {
                var frame = (await reader.ReadAsync(CancellationToken.None)).ShouldNotBeNull();
                frame.Memory.ToArray().ShouldBe(content);
                frame.Release();
            }

            (await reader.ReadAsync(CancellationToken.None)).ShouldBeNull();
            await writing;
            HoldsNothing(reader);
        }
    }

    private static byte[] Random(Random random, int lengthMax)
    {
        var content = new byte[random.Next(lengthMax)];
        random.NextBytes(content);
        return content;
    }

    private static IEnumerable<byte[]> Parted(byte[] stream, Random random)
    {
        for (var at = 0; at < stream.Length;)
        {
            var length = Math.Min(stream.Length - at, random.Next(1, 700));
            yield return stream[at..(at + length)];
            at += length;
        }
    }

    private static byte[] Frame(byte[] content)
    {
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, content.Length);
        return [.. prefix, .. content];
    }

    private FrameReader Reader(int lengthMaxBytes = 64 * 1024) => new(_pipe.Reader, _pool) { Account = _account, LengthMaxBytes = lengthMaxBytes };

    /// <summary>Reads to the end or to a refusal, and compares each frame with what is expected.</summary>
    private static async Task<(int Frames, ErrorCode? Refusal)> ReadAllAsync(FrameReader reader, byte[][]? expected = null)
    {
        var frames = 0;
        try
        {
            for (; await reader.ReadAsync(CancellationToken.None) is { } frame; frames++)
            {
                if (expected is not null)
                    frame.Memory.ToArray().ShouldBe(expected[frames]);
                frame.Release();
            }

            return (frames, null);
        }
        catch (PlatformException refusal)
        {
            return (frames, refusal.Code);
        }
    }

    private static async Task ReadUntilStoppedAsync(FrameReader reader, CancellationToken stop)
    {
        try
        {
            while (await reader.ReadAsync(stop) is { } frame)
                frame.Release();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void HoldsNothing(FrameReader reader)
    {
        reader.IsInFrame.ShouldBeFalse();
        _account.UsedBytes.ShouldBe(0);
        _pool.InFlightBytes.ShouldBe(0);
    }
}
