using System.Globalization;
using System.Text.Json;
using Hops.Core.Identity;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>Every API of the broker that names something of somebody, by every standing, against the page of rights.</summary>
[Collection(CallersCollection.Name)]
public sealed class KafkaDoorTests(Callers callers)
{
    private static readonly JsonSerializerOptions Fields = new() { IncludeFields = true };

    /// <summary>What changes which topics there are comes behind all that asks for one.</summary>
    private static readonly ApiKey[] Last = [ApiKey.DeleteTopics, ApiKey.CreateTopics];

    private static readonly KafkaError[] Denied = [KafkaError.TopicAuthorizationFailed, KafkaError.GroupAuthorizationFailed, KafkaError.TransactionalIdAuthorizationFailed];

    private static readonly KafkaError[] Hidden =
        [KafkaError.UnknownTopicOrPartition, KafkaError.UnknownTopicId, KafkaError.TopicAuthorizationFailed];

    [SpineTheory]
    [InlineData("anyone", Callers.Lender)]
    [InlineData("borrower", Callers.Lender)]
    [InlineData("scientist", Callers.Lender)]
    [InlineData("owner", Callers.Lender)]
    [InlineData("anyone", Callers.Archived)]
    [InlineData("borrower", Callers.Archived)]
    [InlineData("scientist", Callers.Archived)]
    [InlineData("owner", Callers.Archived)]
    public async Task Every_api_answers_as_the_page_of_rights_says(string standing, string lender)
    {
        var caller = callers.Of(standing, lender);
        using var client = await OpenAsync(caller);
        var target = await TargetAsync(caller);
        foreach (var (key, probe) in AccessProbes.All.OrderBy(each => Array.IndexOf(Last, each.Key)))
        {
            var rights = NeedsOf(key).Select(need => Expected(need, caller)).ToList();
            var answer = JsonSerializer.SerializeToElement(await probe(client, target), Fields);
            var errors = ErrorsOf(key == ApiKey.DeleteTopics ? answer[0] : answer).ToHashSet();
            var said = $"{standing} of {lender}: {key} ({string.Join(", ", NeedsOf(key))}: {string.Join(", ", rights)}) -> {answer}";
            if (rights.Contains("hide") && key == ApiKey.OffsetFetch)
                answer.ToString().ShouldContain("\"CommittedOffset\":-1", Case.Sensitive, said);
            else if (rights.Contains("hide") && key == ApiKey.ConsumerGroupHeartbeat)
                answer.ToString().ShouldContain("\"Assignment\":{\"TopicPartitions\":[]}", Case.Sensitive, said);
            else if (rights.Contains("hide") && AccessProbes.Listing.Contains(key))
                answer.ToString().ShouldNotContain(target.Name, Case.Sensitive, said);
            else if (rights.Contains("hide"))
                errors.Overlaps(Hidden).ShouldBeTrue(said);
            else if (rights.Any(right => right is "deny" or "export" or "closed"))
                errors.Overlaps(Denied).ShouldBeTrue(said);
            else
                errors.Overlaps([.. Denied, .. Hidden]).ShouldBeFalse(said);
        }
    }

    [SpineFact]
    public async Task A_member_who_was_removed_is_answered_on_no_api_and_no_connection()
    {
        var (eve, removeAsync) = await callers.MemberAsync("eve");
        var connections = new Dictionary<ApiKey, SignedInClient>();
        foreach (var key in AccessProbes.All.Keys)
            connections[key] = await OpenAsync(eve);
        var target = await TargetAsync(callers.Of("owner"));

        await removeAsync();

        foreach (var (key, connection) in connections)
        {
            using (connection)
                (await Should.ThrowAsync<Exception>(AccessProbes.All[key](connection, target), key.ToString())).Message.ShouldContain("closed", Case.Insensitive, key.ToString());
        }

        (await Record.ExceptionAsync(() => OpenAsync(eve)))!.Message.ShouldContain("SaslAuthenticationFailed");
    }

    private static ApiNeed[] NeedsOf(ApiKey key)
    {
        var needs = ApiTable.Find(key)!.Access.Needs;
        return AccessProbes.Describing.Contains(key) ? [needs[0]] : [.. needs];
    }

    /// <summary>Groups, and topics that are made, are always of the caller's own project, of which callers from elsewhere are owners; but the name of what is borrowed is taken.</summary>
    private static string Expected(ApiNeed need, Caller caller)
    {
        var isOwnProject = caller.Standing is "anyone" or "borrower" && need.Kind == ResourceKind.Group || caller.Standing == "anyone" && need.Operation == Operation.Create;
        if (isOwnProject)
            return RightsPage.Cell(need.Kind.ToString(), need.Operation.ToString(), "owner");
        var cell = caller.Cell(need.Kind.ToString(), need.Operation.ToString());

        // What is shared here is shared for reading only.
        return caller.Standing == "borrower" && cell == "allow" && need.Operation != Operation.Describe ? "deny" : cell;
    }

    private async Task<AccessTarget> TargetAsync(Caller caller)
    {
        var topic = Callers.TopicOf(caller.Standing);
        using var owner = await OpenAsync(callers.Of("owner", caller.Lender));
        var found = await owner.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = [new() { Name = topic }] }, 13);
        var isOfProject = caller.Standing is "owner" or "scientist";
        return new AccessTarget(isOfProject ? topic : $"{caller.Lender}.{topic}", found.Topics.Single().TopicId);
    }

    private Task<SignedInClient> OpenAsync(Caller caller) => SignedInClient.OpenAsync(
        int.Parse(callers.Platform.Server.Kafka.Split(':')[^1], CultureInfo.InvariantCulture), caller.Credential.Name, caller.Credential.Secret);

    private static IEnumerable<KafkaError> ErrorsOf(JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Array => answer.EnumerateArray().SelectMany(ErrorsOf),
        JsonValueKind.Object => answer.EnumerateObject().SelectMany(property =>
            property.Name == "ErrorCode" ? [(KafkaError)property.Value.GetInt16()] : ErrorsOf(property.Value)),
        _ => [],
    };
}
