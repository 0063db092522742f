using Hops.Core.Identity;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Security;

/// <summary>The platform's rules as access control lists: seen by the caller for itself, given and taken elsewhere.</summary>
public sealed class AclApisTests : IAsyncLifetime
{
    private const sbyte Any = 1;
    private const sbyte OfTopic = 2;
    private const sbyte OfGroup = 3;
    private const sbyte OfCluster = 4;
    private const sbyte OfTransactionalId = 5;
    private const sbyte Match = 2;
    private const sbyte Literal = 3;
    private const sbyte Prefixed = 4;
    private const sbyte Deny = 2;
    private const sbyte Allow = 3;
    private const sbyte Read = 3;
    private const sbyte Write = 4;
    private const sbyte Describe = 8;
    private const sbyte All = 2;

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        foreach (var name in new[] { "ledger", "sealed" })
            await _broker.CreateTopicAsync(name, tenantId: 1);
        await _broker.CreateTopicAsync("other", tenantId: 2);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        await _ann.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(AccessProbes.Commit(new AccessTarget("ledger", Guid.Empty), 0), 9);
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_caller_has_a_row_for_each_thing_that_it_may_do()
    {
        foreach (short version in new[] { 0, 3 })
        {
            var resources = (await AskAsync(_ann, Filter(), version)).Resources;

            resources.Select(resource => (resource.ResourceType, resource.ResourceName, resource.PatternType)).ShouldBe([(OfTopic, "ledger", Literal), (OfGroup, "ledger", Literal)]);
            resources[0].Acls.Select(acl => acl.Operation).ShouldBe(new sbyte[] { 3, 4, 5, 6, 7, 8, 10, 11 });
            resources[1].Acls.Select(acl => acl.Operation).ShouldBe(new sbyte[] { 3, 6, 8 });
            resources.SelectMany(resource => resource.Acls).ShouldAllBe(acl => acl.Principal == "User:red__ann" && acl.Host == "*" && acl.PermissionType == Allow);
        }
    }

    [Fact]
    public async Task A_data_scientist_has_no_row_for_taking_records_out_and_is_not_noted_for_asking()
    {
        using var sam = await SignedInClient.OpenAsync(_broker.Port, "red__sam");

        var topic = (await AskAsync(sam, Filter(type: OfTopic))).Resources.Single();

        topic.Acls.ShouldNotContain(acl => acl.Operation == Read);
        topic.Acls.ShouldContain(acl => acl.Operation == Write);
        _gate.Refusals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Any, "ledger", Literal, null, null, Any, Any, 2)]
    [InlineData(Any, "ledger", Match, null, null, Any, Any, 2)]
    [InlineData(OfTopic, "ledger", Any, "User:red__ann", "*", Read, Allow, 1)]
    [InlineData(OfTopic, "led", Prefixed, null, null, Any, Any, 0)]
    [InlineData(OfTopic, "other", Literal, null, null, Any, Any, 0)]
    [InlineData(OfTopic, "sealed", Literal, null, null, Any, Any, 0)]
    [InlineData(OfTopic, "absent", Literal, null, null, Any, Any, 0)]
    [InlineData(OfGroup, "absent", Literal, null, null, Any, Any, 0)]
    [InlineData(OfCluster, null, Any, null, null, Any, Any, 0)]
    [InlineData(OfTopic, null, Any, "User:red__sam", null, Any, Any, 0)]
    [InlineData(OfTopic, null, Any, null, "10.0.0.1", Any, Any, 0)]
    [InlineData(OfTopic, null, Any, null, null, All, Any, 0)]
    [InlineData(OfTopic, null, Any, null, null, Any, Deny, 0)]
    public async Task A_filter_leaves_out_what_does_not_match(
        sbyte type, string? name, sbyte pattern, string? principal, string? host, sbyte operation, sbyte permission, int things)
    {
        var answer = await AskAsync(_ann, new()
        {
            ResourceTypeFilter = type,
            ResourceNameFilter = name,
            PatternTypeFilter = pattern,
            PrincipalFilter = principal,
            HostFilter = host,
            Operation = operation,
            PermissionType = permission,
        });

        answer.ErrorCode.ShouldBe(KafkaError.None);
        answer.Resources.Count.ShouldBe(things);
        if (operation != Any)
            answer.Resources.ShouldAllBe(resource => resource.Acls.Count == 1);
    }

    [Theory]
    [InlineData(0, Any, Any, Any)]
    [InlineData(8, Any, Any, Any)]
    [InlineData(Any, 0, Any, Any)]
    [InlineData(Any, Any, 99, Any)]
    [InlineData(Any, Any, Any, -1)]
    public async Task A_filter_that_makes_no_sense_is_refused(sbyte type, sbyte pattern, sbyte operation, sbyte permission) =>
        (await AskAsync(_ann, new() { ResourceTypeFilter = type, PatternTypeFilter = pattern, Operation = operation, PermissionType = permission }))
            .ErrorCode.ShouldBe(KafkaError.InvalidRequest);

    [Fact]
    public async Task A_borrowed_topic_has_its_rows_under_the_name_of_the_borrower()
    {
        _gate.Lend("red__ann", "blue", new Resource(ResourceKind.Topic, 2, "other"));

        (await AskAsync(_ann, Filter(type: OfTopic))).Resources.Select(resource => resource.ResourceName).ShouldBe(["ledger", "blue.other"]);
    }

    [Fact]
    public async Task A_transactional_id_has_the_rows_of_who_writes_with_it()
    {
        using var bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
        foreach (var (client, id) in new[] { (_ann, "payments"), (bob, "refunds") })
        {
            (await client.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(new() { TransactionalId = id, TransactionTimeoutMs = 60_000, ProducerId = -1, ProducerEpoch = -1 }, 4))
                .ErrorCode.ShouldBe(KafkaError.None);
        }

        var payments = (await AskAsync(_ann, Filter(OfTransactionalId))).Resources.ShouldHaveSingleItem();

        (payments.ResourceType, payments.ResourceName, payments.PatternType).ShouldBe((OfTransactionalId, "payments", Literal));
        payments.Acls.Select(acl => acl.Operation).ShouldBe(new sbyte[] { Write, Describe });
        (await AskAsync(_ann, Filter())).Resources.Select(resource => resource.ResourceType).ShouldBe(new[] { OfTopic, OfGroup, OfTransactionalId });
        (await AskAsync(_ann, new() { ResourceTypeFilter = OfTransactionalId, ResourceNameFilter = "refunds", PatternTypeFilter = Literal, Operation = Any, PermissionType = Any }))
            .Resources.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_gives_or_takes_rights_here_and_is_told_where()
    {
        var given = await _ann.SendAsync<CreateAclsRequest, CreateAclsResponse>(
            new() { Creations = [new() { ResourceType = OfTopic, ResourceName = "ledger", Principal = "User:blue__bob", Host = "*", Operation = Read, PermissionType = Allow }, new()] }, 3);
        var taken = await _ann.SendAsync<DeleteAclsRequest, DeleteAclsResponse>(new() { Filters = [Filter(), Filter()] }, 3);

        given.Results.Count.ShouldBe(2);
        given.Results.ShouldAllBe(result => result.ErrorCode == KafkaError.PolicyViolation && result.ErrorMessage!.Contains("hops share"));
        taken.FilterResults.Count.ShouldBe(2);
        taken.FilterResults.ShouldAllBe(result => result.ErrorCode == KafkaError.PolicyViolation && result.MatchingAcls.Count == 0);
        (await AskAsync(_ann, Filter())).Resources.Count.ShouldBe(2);
    }

    private static AclFilter Filter(sbyte type = Any) => new() { ResourceTypeFilter = type, PatternTypeFilter = Any, Operation = Any, PermissionType = Any };

    private static Task<DescribeAclsResponse> AskAsync(SignedInClient client, AclFilter filter, short version = 3) =>
        client.SendAsync<DescribeAclsRequest, DescribeAclsResponse>(new() { Filter = filter }, version);
}
