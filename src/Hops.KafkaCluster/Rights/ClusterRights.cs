using Hops.Core.Identity;
using Hops.Kafka.Security;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Rights;

/// <summary>The cluster's access control lists, as its administrator sees and changes them.</summary>
internal static class ClusterRights
{
    private const short VersionMax = 3;
    private const sbyte Allowed = (sbyte)AclPermission.Allow;
    private const string AnyHost = "*";

    /// <summary>Between project and user in the names of project-users.</summary>
    private const string ProjectUserMark = "__";

    /// <summary>Rows of one request.</summary>
    private const int AtOnceMax = 500;

    /// <summary>
    /// The rights of project-users and of their runners on what is the platform's. What the cluster's own administrators have given to others, such as a monitor, is not among
    /// them, nor is what they have denied.
    /// </summary>
    public static async Task<HashSet<ClusterRight>> ListAsync(ClusterConnection cluster, ClusterNames names, CancellationToken cancellationToken)
    {
        var request = new DescribeAclsRequest
        {
            Filter = new AclFilter
            {
                ResourceTypeFilter = (sbyte)AclResource.Any, PatternTypeFilter = (sbyte)AclPattern.Any, Operation = (sbyte)AclOperation.Any, PermissionType = (sbyte)AclPermission.Any,
            },
        };
        var answer = await cluster.SendAsync<DescribeAclsRequest, DescribeAclsResponse>(request, VersionMax, cancellationToken);
        ClusterRefusal.Demand(answer.ErrorCode, answer.ErrorMessage, "see who may do what");
        return
        [
            .. from resource in answer.Resources
               where names.IsOurs(resource.ResourceName)
               from acl in resource.Acls
               where acl.PermissionType == Allowed && acl.Host == AnyHost && IsOurs(acl.Principal, names)
               select new ClusterRight((AclResource)resource.ResourceType, resource.ResourceName, (AclPattern)resource.PatternType, acl.Principal, (AclOperation)acl.Operation),
        ];
    }

    /// <summary>Gives rights; those that are there are no fault. Returns when the broker that is asked knows them.</summary>
    public static async Task GiveAsync(
        ClusterConnection cluster, IReadOnlyList<ClusterRight> rights, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var some in rights.Chunk(AtOnceMax))
        {
            var request = new CreateAclsRequest
            {
                Creations =
                [
                    .. some.Select(right => new CreateAclsRequest.Creation
                    {
                        ResourceType = (sbyte)right.Kind,
                        ResourceName = right.Name,
                        ResourcePatternType = (sbyte)right.Pattern,
                        Principal = right.Principal,
                        Host = AnyHost,
                        Operation = (sbyte)right.Operation,
                        PermissionType = Allowed,
                    }),
                ],
            };
            var answer = await cluster.AdministerAsync<CreateAclsRequest, CreateAclsResponse>(request, VersionMax, cancellationToken);
            foreach (var result in answer.Results)
                ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, "give rights");
        }

        await AwaitAsync(cluster, rights, isThere: true, time, cancellationToken);
    }

    /// <summary>Takes rights away; those that are gone are no fault. Returns when the broker that is asked knows them no more.</summary>
    public static async Task TakeAsync(
        ClusterConnection cluster, IReadOnlyList<ClusterRight> rights, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var some in rights.Chunk(AtOnceMax))
        {
            var request = new DeleteAclsRequest { Filters = [.. some.Select(FilterOf)] };
            var answer = await cluster.AdministerAsync<DeleteAclsRequest, DeleteAclsResponse>(request, VersionMax, cancellationToken);
            foreach (var result in answer.FilterResults)
            {
                ClusterRefusal.Demand(result.ErrorCode, result.ErrorMessage, "take rights away");
                foreach (var match in result.MatchingAcls)
                    ClusterRefusal.Demand(match.ErrorCode, match.ErrorMessage, "take rights away");
            }
        }

        await AwaitAsync(cluster, rights, isThere: false, time, cancellationToken);
    }

    /// <summary>Looks at the last one: brokers hear of them in order.</summary>
    private static Task AwaitAsync(
        ClusterConnection cluster, IReadOnlyList<ClusterRight> rights, bool isThere, TimeProvider time, CancellationToken cancellationToken) => rights.Count == 0
        ? Task.CompletedTask
        : Propagation.AwaitAsync(
            time,
            async () =>
            {
                var request = new DescribeAclsRequest { Filter = FilterOf(rights[^1]) };
                var answer = await cluster.SendAsync<DescribeAclsRequest, DescribeAclsResponse>(request, VersionMax, cancellationToken);
                ClusterRefusal.Demand(answer.ErrorCode, answer.ErrorMessage, "see who may do what");
                return answer.Resources.Count > 0 == isThere;
            },
            cancellationToken);

    private static AclFilter FilterOf(ClusterRight right) => new()
    {
        ResourceTypeFilter = (sbyte)right.Kind,
        ResourceNameFilter = right.Name,
        PatternTypeFilter = (sbyte)right.Pattern,
        PrincipalFilter = right.Principal,
        HostFilter = AnyHost,
        Operation = (sbyte)right.Operation,
        PermissionType = Allowed,
    };

    private static bool IsOurs(string principal, ClusterNames names) =>
        principal.StartsWith(ClusterNames.PrincipalType, StringComparison.Ordinal)
        && principal[ClusterNames.PrincipalType.Length..] is var user && (IsProjectUser(user) || names.IsRunner(user));

    private static bool IsProjectUser(string user) =>
        user.IndexOf(ProjectUserMark, StringComparison.Ordinal) is var mark and > 0 && Names.IsValid(user[..mark]) && Names.IsValid(user[(mark + ProjectUserMark.Length)..]);
}
