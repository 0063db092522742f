using System.Buffers.Binary;
using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Net.Frames;
using Hops.Net.Memory;

namespace Hops.Net.Tests.Frames;

public sealed class FrameReaderTests
{
    private readonly FramePool _pool = new(1L << 30, 1 << 20);
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task Frames_are_cut_however_the_bytes_arrive(int stepBytes)
    {
        byte[] stream = [.. Frame([1, 2, 3]), .. Frame([]), .. Frame(new byte[5000])];
        var writing = WriteAsync(stream, stepBytes);
        var reader = new FrameReader(_pipe.Reader, _pool);

        foreach (var length in new[] { 3, 0, 5000 })
        {
            var frame = await reader.ReadAsync(CancellationToken.None);
            frame!.LengthBytes.ShouldBe(length);
            frame.Release();
        }

        (await reader.ReadAsync(CancellationToken.None)).ShouldBeNull();
        await writing;
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_large_frame_grows_with_what_arrives()
    {
        var content = new byte[9 << 20];
        new Random(1).NextBytes(content);
        var writing = WriteAsync(Frame(content), 1 << 16);

        var frame = await new FrameReader(_pipe.Reader, _pool) { LengthMaxBytes = 100 << 20 }.ReadAsync(CancellationToken.None);

        frame!.Memory.Span.SequenceEqual(content).ShouldBeTrue();
        frame.Release();
        await writing;
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public async Task An_announcement_alone_takes_little_memory()
    {
        await _pipe.Writer.WriteAsync(new byte[] { 6, 0, 0, 0, 1 });
        var reading = new FrameReader(_pipe.Reader, _pool) { LengthMaxBytes = int.MaxValue }.ReadAsync(CancellationToken.None).AsTask();

        _pool.InFlightBytes.ShouldBeLessThanOrEqualTo(1 << 20);
        await _pipe.Writer.CompleteAsync();

        (await Should.ThrowAsync<PlatformException>(reading)).Code.ShouldBe(ErrorCode.InvalidArgument);
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_announced_is_charged_until_the_frame_is_released()
    {
        var account = new MemoryAccount(5 << 20);
        var content = new byte[3 << 20];
        var writing = WriteAsync([.. Frame(content), .. Frame(content)], 1 << 16);
        var reader = new FrameReader(_pipe.Reader, _pool) { LengthMaxBytes = 100 << 20, Account = account };
        var first = await reader.ReadAsync(CancellationToken.None);
        account.UsedBytes.ShouldBe(3 << 20);

        var second = reader.ReadAsync(CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        first!.Release();

        (await second)!.Release();
        await writing;
        account.UsedBytes.ShouldBe(0);
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Theory]
    [InlineData(65 * 1024)]
    [InlineData(-1)]
    public async Task A_length_beyond_the_limit_is_refused(int lengthBytes)
    {
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, lengthBytes);
        await _pipe.Writer.WriteAsync(prefix);

        var refusal = await Should.ThrowAsync<PlatformException>(async () => await new FrameReader(_pipe.Reader, _pool).ReadAsync(CancellationToken.None));
        refusal.Code.ShouldBe(ErrorCode.TooLarge);
    }

    private static byte[] Frame(byte[] content)
    {
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, content.Length);
        return [.. prefix, .. content];
    }

    private async Task WriteAsync(byte[] stream, int stepBytes)
    {
        foreach (var part in stream.Chunk(stepBytes))
            await _pipe.Writer.WriteAsync(part);
        await _pipe.Writer.CompleteAsync();
    }
}
