using System.Net;
using System.Net.Sockets;
using Hops.Net.Connections;
using Hops.Net.Tests.Support;

namespace Hops.Net.Tests.Connections;

/// <summary>Real connections, of which nothing is read: what the watch tells it has not learned by reading.</summary>
public sealed class PeerWatchTests : IDisposable
{
    private readonly HandClock _clock = new();
    private readonly PeerWatch _watch;
    private readonly Socket _ours;
    private readonly Socket _theirs = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<PeerState> _told = [];

    public PeerWatchTests()
    {
        _watch = new PeerWatch(_clock);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _theirs.Connect(listener.LocalEndPoint!);
        _ours = listener.Accept();
        _theirs.Send(new byte[1000]);
    }

    [Fact]
    public void A_peer_that_resets_is_gone_although_nothing_was_read()
    {
        using var watched = _watch.Enter(_ours, () => true, _told.Add);
        Look();
        _told.ShouldBeEmpty();
        Reset();

        UntilTold();

        _told.ShouldAllBe(state => state == PeerState.Gone);
    }

    [Fact]
    public void It_stays_gone_when_a_send_has_taken_the_error_already()
    {
        using var watched = _watch.Enter(_ours, () => true, _told.Add);
        Reset();
        SpinWait.SpinUntil(() => _ours.Poll(0, SelectMode.SelectError), TimeSpan.FromSeconds(20)).ShouldBeTrue();
        Should.Throw<SocketException>(() => _ours.Send([1]));

        UntilTold();

        _told.ShouldAllBe(state => state == PeerState.Gone);
    }

    [Fact]
    public void A_peer_that_closes_its_side_has_finished_and_what_it_sent_can_be_read()
    {
        using var watched = _watch.Enter(_ours, () => true, _told.Add);
        _theirs.Shutdown(SocketShutdown.Send);

        UntilTold();

        _told.ShouldAllBe(state => state == PeerState.Finished);
        _ours.Receive(new byte[2000]).ShouldBe(1000);
    }

    [Fact]
    public void A_peer_that_has_closed_is_gone_once_we_send_to_it()
    {
        using var watched = _watch.Enter(_ours, () => true, _told.Add);
        _theirs.Close();
        UntilTold();
        _told.ShouldAllBe(state => state == PeerState.Finished);
        _told.Clear();

        _ours.Send([1]);

        SpinWait.SpinUntil(() => Look() && _told.Contains(PeerState.Gone), TimeSpan.FromSeconds(20)).ShouldBeTrue();
    }

    [Fact]
    public void Who_has_no_request_under_way_is_not_looked_at()
    {
        var isWorking = false;
        using var watched = _watch.Enter(_ours, () => isWorking, _told.Add);
        Reset();
        SpinWait.SpinUntil(() => _ours.Poll(0, SelectMode.SelectError), TimeSpan.FromSeconds(20)).ShouldBeTrue();
        Look();
        _told.ShouldBeEmpty();

        isWorking = true;
        Look();

        _told.ShouldBe([PeerState.Gone]);
    }

    [Fact]
    public void Nothing_is_told_after_the_disposal()
    {
        _watch.Enter(_ours, () => true, _told.Add).Dispose();
        Reset();
        SpinWait.SpinUntil(() => _ours.Poll(0, SelectMode.SelectError), TimeSpan.FromSeconds(20)).ShouldBeTrue();

        Look();

        _told.ShouldBeEmpty();
    }

    [Fact]
    public void A_socket_that_is_closed_on_our_side_is_gone_too()
    {
        using var watched = _watch.Enter(_ours, () => true, _told.Add);
        _ours.Dispose();

        Look();

        _told.ShouldBe([PeerState.Gone]);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _ours.Dispose();
        _theirs.Dispose();
    }

    private bool Look()
    {
        _clock.Fire();
        return true;
    }

    private void UntilTold() => SpinWait.SpinUntil(() => Look() && _told.Count > 0, TimeSpan.FromSeconds(20)).ShouldBeTrue();

    private void Reset()
    {
        _theirs.LingerState = new LingerOption(enable: true, seconds: 0);
        _theirs.Dispose();
    }
}
