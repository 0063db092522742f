using System.Buffers;
using System.Net.Sockets;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;
using Hops.Net.Memory;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>What a connection that has not signed in makes the broker hold: one small frame, and what the transport takes in before it stops receiving.</summary>
public sealed class BeforeSignInTests
{
    private const int FrameMaxBytes = 64 * 1024;

    /// <summary>Where Kestrel stops receiving by itself (<c>SocketTransportOptions.MaxReadBufferSize</c>).</summary>
    private const int TransportMaxBytes = 1 << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_drips_the_largest_frame_is_held_no_more_than_that_and_nothing_afterwards(bool isTls)
    {
        using var certificate = isTls ? TestAuthority.Certificate() : null;
        await using var broker = await TestBroker.StartAsync(new TestGate(), certificate: certificate);
        using var client = new RawClient(broker.Port, isTls);
        var held = broker.Broker.Frames;
        byte[] frame = [0, 1, 0, 0, 0, (byte)Kafka.Wire.ApiKey.Metadata, 0, 1, 0, 0, 0, 1, 0xff, 0xff, .. new byte[FrameMaxBytes - 10]];

        foreach (var drop in frame[..^1].Chunk(1000))
        {
            await client.Stream.WriteAsync(drop);
            held.InFlightBytes.ShouldBeLessThanOrEqualTo(FrameMaxBytes);
        }

        SpinWait.SpinUntil(() => held.InFlightBytes > 0, TimeSpan.FromSeconds(20)).ShouldBeTrue("it is held until its last byte has come");
        (held.InFlightBytes, broker.Broker.Waiting.Account.UsedBytes).ShouldBe((FrameMaxBytes, FrameMaxBytes));
        await client.Stream.WriteAsync(frame.AsMemory(frame.Length - 1));

        (await client.ReadAsync()).ShouldBeNull("it asks for what nobody may who has not signed in");
        (held.InFlightBytes, broker.Broker.Waiting.Account.UsedBytes).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(FrameMaxBytes + 1)]
    [InlineData(100 << 20)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public async Task Who_announces_more_is_refused_before_anything_is_held(int lengthBytes)
    {
        using var blocks = new CountedBlocks();
        await using var broker = await TestBroker.StartAsync(new TestGate(), blocks: blocks);
        using var client = new RawClient(broker.Port);
        byte[] announced = [(byte)(lengthBytes >> 24), (byte)(lengthBytes >> 16), (byte)(lengthBytes >> 8), (byte)lengthBytes];

        await client.Stream.WriteAsync(announced);

        (await client.ReadAsync()).ShouldBeNull();
        blocks.PeakBytes.ShouldBeLessThanOrEqualTo(FrameMaxBytes);
        (broker.Broker.Frames.InFlightBytes, broker.Broker.Waiting.Account.UsedBytes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Who_sends_on_while_its_token_is_judged_is_not_received_any_more()
    {
        using var blocks = new CountedBlocks();
        // A wrong secret is answered late, and here never.
        await using var broker = await TestBroker.StartAsync(new TestGate(), clock: new StoppedTime(), blocks: blocks);
        using var client = new RawClient(broker.Port);
        await client.AskAsync<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = "PLAIN" }, 1);
        await client.Stream.WriteAsync(RawClient.Request<SaslAuthenticateRequest, SaslAuthenticateResponse>(new() { AuthBytes = "\0red__ann\0wrong"u8.ToArray() }, 2, 2));

        var sent = Flood(client.Socket);

        sent.ShouldBeGreaterThan(TransportMaxBytes);
        blocks.PeakBytes.ShouldBeLessThanOrEqualTo(TransportMaxBytes + (2 * SocketBlocks.BlockBytes), "one is filled when it stops, one is of the answer to the handshake");
        broker.Broker.Frames.InFlightBytes.ShouldBeLessThanOrEqualTo(FrameMaxBytes);
    }

    /// <summary>Sends until neither the broker nor the kernel takes any more.</summary>
    /// <returns>Bytes that were taken.</returns>
    private static long Flood(Socket socket)
    {
        const long EndlessBytes = 1L << 30;
        var (sent, bytes) = (0L, new byte[1 << 16]);
        socket.Blocking = false;
        while (sent < EndlessBytes && socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite))
        {
            sent += socket.Send(bytes, SocketFlags.None, out var error);
            error.ShouldBeOneOf(SocketError.Success, SocketError.WouldBlock);
        }

        sent.ShouldBeLessThan(EndlessBytes);
        return sent;
    }

    /// <summary>Time in which nothing that waits for its end ends.</summary>
    private sealed class StoppedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Blocks as the server has them, which are counted.</summary>
    private sealed class CountedBlocks : MemoryPool<byte>
    {
        private readonly SocketBlocks _blocks = new(retainedMaxBytes: 0);
        private readonly Lock _lock = new();
        private long _lentBytes;

        /// <summary>The most that were lent at a time, bytes.</summary>
        public long PeakBytes { get; private set; }

        public override int MaxBufferSize => _blocks.MaxBufferSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            lock (_lock)
                PeakBytes = Math.Max(PeakBytes, _lentBytes += SocketBlocks.BlockBytes);
            return new Counted(this, _blocks.Rent(minBufferSize));
        }

        protected override void Dispose(bool disposing) => _blocks.Dispose();

        private sealed class Counted(CountedBlocks blocks, IMemoryOwner<byte> block) : IMemoryOwner<byte>
        {
            private bool _isBack;

            public Memory<byte> Memory => block.Memory;

            public void Dispose()
            {
                lock (blocks._lock)
                {
                    blocks._lentBytes -= _isBack ? 0 : SocketBlocks.BlockBytes;
                    _isBack = true;
                }

                block.Dispose();
            }
        }
    }
}
