using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Hadoop.WebHdfs;
using Hops.Hadoop.WebHdfs.Authentication;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class TransferTicketsTests
{
    private static readonly Principal Ada = new() { Name = "alpha__ada", UserName = "ada", UserId = 1 };
    private static readonly Principal Bob = new() { Name = "beta__bob", UserName = "bob", UserId = 2 };

    private readonly StepClock _clock = new();
    private readonly TransferTickets _tickets;

    public TransferTicketsTests() =>
        _tickets = new TransferTickets(new WebHdfsOptions { TicketsMax = 3, TicketsPerCallerMax = 2 }, _clock);

    [Fact]
    public void A_ticket_is_good_once()
    {
        var ticket = _tickets.Issue(Ada, "CREATE", "/a");
        _tickets.Take(ticket, "CREATE", "/a").ShouldBe(Ada);
        _tickets.Take(ticket, "CREATE", "/a").ShouldBeNull();
    }

    [Fact]
    public void A_ticket_is_good_for_its_operation_and_path_only()
    {
        var ticket = _tickets.Issue(Ada, "CREATE", "/a");
        _tickets.Take(ticket, "APPEND", "/a").ShouldBeNull();
        _tickets.Take(ticket, "CREATE", "/b").ShouldBeNull();
        _tickets.Take(ticket + "x", "CREATE", "/a").ShouldBeNull();
        _tickets.Take(ticket, "CREATE", "/a").ShouldBe(Ada);
    }

    [Fact]
    public void A_ticket_expires()
    {
        var ticket = _tickets.Issue(Ada, "CREATE", "/a");
        _clock.Now += TimeSpan.FromMinutes(2);
        _tickets.Take(ticket, "CREATE", "/a").ShouldBeNull();
    }

    [Fact]
    public void One_caller_cannot_use_up_all_tickets()
    {
        _tickets.Issue(Ada, "CREATE", "/a");
        _tickets.Issue(Ada, "CREATE", "/b");
        Should.Throw<PlatformException>(() => _tickets.Issue(Ada, "CREATE", "/c")).Code.ShouldBe(ErrorCode.Throttled);
        _tickets.Issue(Bob, "CREATE", "/c");
        Should.Throw<PlatformException>(() => _tickets.Issue(Bob, "CREATE", "/d")).Code.ShouldBe(ErrorCode.Throttled);
        _clock.Now += TimeSpan.FromMinutes(2);
        _tickets.Issue(Ada, "CREATE", "/c");
    }

    private sealed class StepClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
