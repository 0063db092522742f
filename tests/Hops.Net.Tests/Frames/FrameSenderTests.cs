using System.IO.Pipelines;
using Hops.Net.Frames;

namespace Hops.Net.Tests.Frames;

public sealed class FrameSenderTests
{
    private readonly FramePool _pool = new(1L << 30, 1 << 20);
    private readonly Pipe _pipe = new();

    [Fact]
    public async Task Responses_leave_in_order_whenever_they_are_ready()
    {
        var sender = new FrameSender(_pipe.Writer, pendingMax: 10);
        var sending = sender.RunAsync();
        var responses = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource<FrameBuilder?>()).ToArray();
        foreach (var response in responses)
            await sender.EnqueueAsync(response.Task, CancellationToken.None);
        responses[2].SetResult(Frame(2));
        responses[1].SetResult(null);
        responses[3].SetResult(Frame(3));
        responses[0].SetResult(Frame(0));
        sender.Complete();
        await sending;

        (await ReadAsync()).ShouldBe([0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 3]);
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_full_pipeline_holds_up_the_next_request()
    {
        var sender = new FrameSender(_pipe.Writer, pendingMax: 2);
        var first = new TaskCompletionSource<FrameBuilder?>();
        await sender.EnqueueAsync(first.Task, CancellationToken.None);
        await sender.EnqueueAsync(first.Task, CancellationToken.None);
        var third = sender.EnqueueAsync(first.Task, CancellationToken.None);
        third.IsCompleted.ShouldBeFalse();

        first.SetResult(null);
        var sending = sender.RunAsync();
        await third;
        sender.Complete();
        await sending;
    }

    [Fact]
    public async Task A_failed_response_ends_the_sending_and_returns_the_memory_of_the_others()
    {
        var sender = new FrameSender(_pipe.Writer, pendingMax: 10);
        await sender.EnqueueAsync(Task.FromException<FrameBuilder?>(new InvalidDataException()), CancellationToken.None);
        await sender.EnqueueAsync(Task.FromResult<FrameBuilder?>(Frame(1)), CancellationToken.None);

        await Should.ThrowAsync<InvalidDataException>(sender.RunAsync);

        _pool.InFlightBytes.ShouldBe(0);
        await Should.ThrowAsync<IOException>(async () => await sender.EnqueueAsync(Task.FromResult<FrameBuilder?>(Frame(2)), CancellationToken.None));
        _pool.InFlightBytes.ShouldBe(0);
    }

    [Fact]
    public void Large_parts_are_referenced_and_small_ones_copied()
    {
        var large = new byte[FrameBuilder.ReferencedMinBytes];
        using var frame = new FrameBuilder(_pool).Begin();
        frame.Append(new byte[] { 7 });
        frame.Append(large);
        frame.Append(new byte[] { 8 });

        var segments = frame.Finish();

        segments.Sum(segment => segment.Length).ShouldBe(sizeof(int) + large.Length + 2);
        segments.ShouldContain(segment => segment.Equals(new ReadOnlyMemory<byte>(large)));
        segments[0].Span[..sizeof(int)].ToArray().ShouldBe([0, 0, 8, 2]);
    }

    private FrameBuilder Frame(byte content)
    {
        var frame = new FrameBuilder(_pool).Begin();
        frame.Reserve(1)[0] = content;
        return frame;
    }

    private async Task<byte[]> ReadAsync()
    {
        await _pipe.Writer.CompleteAsync();
        var content = new MemoryStream();
        await _pipe.Reader.CopyToAsync(content);
        return content.ToArray();
    }
}
