using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Security;

/// <summary>SCRAM credentials and quotas as this protocol asks for them: the caller sees its own, and the platform sets them.</summary>
public sealed class CredentialApisTests : IAsyncLifetime
{
    private const sbyte Sha256 = 1;
    private const sbyte Sha512 = 2;
    private const sbyte Exact = 0;
    private const sbyte Any = 2;

    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(new TestGate());
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_caller_sees_its_own_mechanisms()
    {
        foreach (var answer in new[] { await DescribeAsync(), await DescribeAsync("red__ann") })
        {
            answer.ErrorCode.ShouldBe(KafkaError.None);
            var result = answer.Results.Single();
            result.User.ShouldBe("red__ann");
            result.CredentialInfos.Select(each => (each.Mechanism, each.Iterations)).ShouldBe([(Sha256, 4096), (Sha512, 4096)]);
        }
    }

    [Fact]
    public async Task Others_look_as_if_there_were_nobody()
    {
        var answer = await DescribeAsync("red__sam", "blue__bob", "nobody", "red__ann", "red__ann");

        answer.Results.Select(result => (result.User, result.ErrorCode)).ShouldBe(
        [
            ("red__sam", KafkaError.ResourceNotFound),
            ("blue__bob", KafkaError.ResourceNotFound),
            ("nobody", KafkaError.ResourceNotFound),
            ("red__ann", KafkaError.DuplicateResource),
        ]);
        answer.Results.ShouldAllBe(result => result.CredentialInfos.Count == 0);
        answer.Results.Take(3).Select(result => result.ErrorMessage).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_sets_a_credential_here_and_is_told_where()
    {
        var request = new AlterUserScramCredentialsRequest
        {
            Deletions = [new() { Name = "red__ann", Mechanism = Sha256 }, new() { Name = "blue__bob", Mechanism = Sha256 }],
            Upsertions = [new() { Name = "red__ann", Mechanism = Sha512, Iterations = 4096, Salt = [1], SaltedPassword = [2] }],
        };

        var results = (await _ann.SendAsync<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>(request, 0)).Results;

        results.Select(result => result.User).ShouldBe(["red__ann", "blue__bob"]);
        results.ShouldAllBe(result => result.ErrorCode == KafkaError.PolicyViolation && result.ErrorMessage!.Contains("hops credential rotate"));
        using var again = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
    }

    [Theory]
    [InlineData(KafkaError.None)]
    [InlineData(KafkaError.None, "user")]
    [InlineData(KafkaError.None, "user", "client-id")]
    [InlineData(KafkaError.None, "ip")]
    [InlineData(KafkaError.InvalidRequest, "user", "user")]
    [InlineData(KafkaError.InvalidRequest, "user", "ip")]
    [InlineData(KafkaError.UnsupportedVersion, "project")]
    public async Task Without_a_rate_there_is_none_and_a_question_that_makes_no_sense_is_refused(KafkaError error, params string[] entityTypes)
    {
        foreach (short version in new[] { 0, 1 })
        {
            var answer = await QuotasAsync([.. entityTypes.Select(type => new DescribeClientQuotasRequest.Component { EntityType = type, MatchType = Any })], version);

            answer.ErrorCode.ShouldBe(error);
            if (error == KafkaError.None)
                answer.Entries.ShouldNotBeNull().ShouldBeEmpty();
            else
                answer.Entries.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(Exact, null)]
    [InlineData(3, "red__ann")]
    public async Task An_entity_is_matched_in_three_ways_alone(sbyte matchType, string? match) =>
        (await QuotasAsync([new() { EntityType = "user", MatchType = matchType, Match = match }], 1)).ErrorCode.ShouldBe(KafkaError.InvalidRequest);

    [Fact]
    public async Task Nobody_sets_a_quota_here_and_is_told_where()
    {
        var request = new AlterClientQuotasRequest
        {
            Entries = [new() { Entity = [new() { EntityType = "user", EntityName = "red__ann" }], Ops = [new() { Key = "producer_byte_rate", Value = 1024.5 }] }],
        };

        var entry = (await _ann.SendAsync<AlterClientQuotasRequest, AlterClientQuotasResponse>(request, 1)).Entries.Single();

        entry.ErrorCode.ShouldBe(KafkaError.PolicyViolation);
        entry.ErrorMessage.ShouldNotBeNull().ShouldContain("hops project alter");
        entry.Entity.Single().EntityName.ShouldBe("red__ann");
    }

    private Task<DescribeUserScramCredentialsResponse> DescribeAsync(params string[] names) =>
        _ann.SendAsync<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>(
            new() { Users = names.Length == 0 ? null : [.. names.Select(name => new DescribeUserScramCredentialsRequest.UserName { Name = name })] }, 0);

    private Task<DescribeClientQuotasResponse> QuotasAsync(List<DescribeClientQuotasRequest.Component> components, short version) =>
        _ann.SendAsync<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(new() { Components = components }, version);
}
