using System.Numerics;
using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Security;

/// <summary>
/// DescribeAcls: the platform's rules as access control lists would say them. A row for each operation that the caller may do with each topic, group
/// and transactional id that it may know of, decided at this moment by the gate; what is not allowed has no row. What others may do is theirs to ask.
/// </summary>
internal sealed class DescribeAclsHandler(TopicCatalog topics, GroupDirectory groups, TransactionDirectory transactions)
{
    private const string AnyHost = "*";

    public ValueTask<DescribeAclsResponse?> HandleAsync(Call call, DescribeAclsRequest request)
    {
        var response = new DescribeAclsResponse();
        var filter = request.Filter;
        if (!IsKnown(filter))
        {
            (response.ErrorCode, response.ErrorMessage) = (KafkaError.InvalidRequest, "The filter has a kind, a pattern, an operation or a permission that is not known.");
            return new(response);
        }

        var caller = "User:" + call.Principal.Name;
        if (!IsOfCaller(filter, caller))
            return new(response);
        foreach (var (kind, name, allowed) in call.Each(Things(call, filter)))
        {
            var rows = Rows(filter, caller, allowed);
            if (rows.Count > 0)
                response.Resources.Add(new() { ResourceType = (sbyte)kind, ResourceName = name, Acls = rows });
        }

        return new(response);
    }

    private static bool IsKnown(AclFilter filter) =>
        filter.ResourceTypeFilter is >= (sbyte)AclResource.Any and <= (sbyte)AclResource.User
        && filter.PatternTypeFilter is >= (sbyte)AclPattern.Any and <= (sbyte)AclPattern.Prefixed
        && filter.Operation is >= (sbyte)AclOperation.Any and <= (sbyte)AclOperation.TwoPhaseCommit
        && filter.PermissionType is >= (sbyte)AclPermission.Any and <= (sbyte)AclPermission.Allow;

    /// <summary>True if a row could match: all are of the caller, from any address, allow something, and mean names as they are.</summary>
    private static bool IsOfCaller(AclFilter filter, string caller) =>
        (filter.PrincipalFilter is null || filter.PrincipalFilter == caller)
        && filter.HostFilter is null or AnyHost
        && (AclPermission)filter.PermissionType is AclPermission.Any or AclPermission.Allow
        && (AclPattern)filter.PatternTypeFilter != AclPattern.Prefixed;

    /// <summary>What the filter asks about, with the operations that are allowed, as bits by their numbers.</summary>
    private IEnumerable<(AclResource Kind, string Name, int Allowed)> Things(Call call, AclFilter filter)
    {
        var kind = (AclResource)filter.ResourceTypeFilter;
        if (kind is AclResource.Any or AclResource.Topic)
        {
            foreach (var name in Topics(call, filter.ResourceNameFilter).Where(name => call.Decide(Operation.Describe, ResourceKind.Topic, name).Allowed))
                yield return (AclResource.Topic, name, AuthorizedOperations.OfTopic(call, name));
        }

        if (kind is AclResource.Any or AclResource.Group)
        {
            foreach (var name in Groups(call, filter.ResourceNameFilter).Where(name => call.Decide(Operation.Describe, ResourceKind.Group, name).Allowed))
                yield return (AclResource.Group, name, AuthorizedOperations.OfGroup(call, name));
        }

        if (kind is AclResource.Any or AclResource.TransactionalId)
        {
            foreach (var name in TransactionalIds(call, filter.ResourceNameFilter).Where(name => call.Decide(Operation.Describe, ResourceKind.Group, name).Allowed))
                yield return (AclResource.TransactionalId, name, AuthorizedOperations.OfTransactionalId(call, name));
        }
    }

    private IEnumerable<string> Topics(Call call, string? name)
    {
        if (name is null)
            return call.Names.List(topics).Select(topic => call.Names.NameOf(topic)!);
        return call.Names.Find(topics, name) is null ? [] : [name];
    }

    private IEnumerable<string> Groups(Call call, string? name)
    {
        if (name is null)
            return call.Names.List(groups).Select(group => group.GroupId);
        return call.Names.Find(groups, name) is null ? [] : [name];
    }

    private IEnumerable<string> TransactionalIds(Call call, string? name)
    {
        if (name is null)
            return call.Names.List(transactions).Select(transaction => transaction.TransactionalId);
        return call.Names.Find(transactions, name) is null ? [] : [name];
    }

    private static List<DescribeAclsResponse.Resource.Acl> Rows(AclFilter filter, string caller, int allowed)
    {
        var rows = new List<DescribeAclsResponse.Resource.Acl>(BitOperations.PopCount((uint)allowed));
        for (sbyte operation = 0; operation <= (sbyte)AclOperation.TwoPhaseCommit; operation++)
        {
            if ((allowed & (1 << operation)) != 0 && ((AclOperation)filter.Operation == AclOperation.Any || filter.Operation == operation))
                rows.Add(new() { Principal = caller, Host = AnyHost, Operation = operation, PermissionType = (sbyte)AclPermission.Allow });
        }

        return rows;
    }
}
