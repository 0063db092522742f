using Hops.Core.Health;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Supervision;

public sealed class FailedQueriesTests
{
    private readonly HealthBoard _board = new();
    private readonly FailedQueries _failed;

    public FailedQueriesTests() => _failed = new FailedQueries(_board);

    [Fact]
    public void They_are_one_warning_that_goes_with_the_last_of_them()
    {
        _failed.Add(1, 7, "shop/daily");
        _failed.Add(1, 7, "shop/daily");
        _failed.Add(2, 7, "shop/hourly");

        var finding = _board.Findings.Single();
        finding.Severity.ShouldBe(HealthSeverity.Warning, "everything else is served");
        finding.Message.ShouldStartWith("2 queries have failed: shop/daily, shop/hourly.");
        _failed.Remove(1);
        _board.Findings.Single().Message.ShouldStartWith("1 query has failed: shop/hourly.");
        _failed.Remove(3);
        _failed.Remove(2);
        _board.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Those_of_a_project_that_is_deleted_go_with_it()
    {
        _failed.Add(1, 7, "shop/daily");
        _failed.Add(2, 8, "bank/daily");
        _failed.Add(3, 7, "shop/hourly");
        _failed.RemoveIn(7);
        _board.Findings.Single().Message.ShouldStartWith("1 query has failed: bank/daily.");
        _failed.RemoveIn(8);
        _board.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void However_many_there_are_ten_are_named()
    {
        for (var id = 1; id <= 500; id++)
            _failed.Add(id, 7, $"shop/query{id}");
        var message = _board.Findings.Single().Message;
        message.ShouldStartWith("500 queries have failed: shop/query1, ");
        message.ShouldContain("shop/query10, ...");
        message.ShouldNotContain("query11");
    }
}
