using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Acls;

/// <summary>Who may do what with topics, groups and transactional ids, as rows.</summary>
internal static class GetAcls
{
    internal static Ok<Page<AclView>> Run(HopsPlatform platform, ApiCall call, string project, [AsParameters] AclsRequest request, [AsParameters] PageRequest page)
    {
        var filter = new AclFilter(request.Topic, request.Group, request.User);
        return TypedResults.Ok(page.Of(ListAcls.Run(platform, call.Actor, project, filter, page.After(), page.Count() + 1), row => row.Key, row => AclView.Of(row, project)));
    }
}

/// <summary>Which rows are asked for.</summary>
/// <param name="Topic">Those of a topic.</param>
/// <param name="Group">Those of a group or transactional id, which need not be there.</param>
/// <param name="User">Those of a member.</param>
public readonly record struct AclsRequest(
    [property: FromQuery(Name = "topic")] string? Topic, [property: FromQuery(Name = "group")] string? Group, [property: FromQuery(Name = "user")] string? User);

/// <summary>A right that somebody has.</summary>
/// <param name="Kind"><c>TOPIC</c>, or <c>GROUP</c> for groups and transactional ids.</param>
/// <param name="Name">Name of the thing; <c>*</c> for every group and transactional id of the project.</param>
/// <param name="Who">A role and its members, or a project that borrows the topic, in words.</param>
/// <param name="Members">The members, by their names; none for a project that borrows.</param>
/// <param name="Operation">What they may do.</param>
/// <param name="InQuery">True if their queries and statements may.</param>
/// <param name="Reason">Why: the role, or the share.</param>
public sealed record AclView(ResourceKind Kind, string Name, string Who, IReadOnlyList<string> Members, Operation Operation, bool InQuery, string Reason)
{
    internal static AclView Of(AclRow row, string project)
    {
        var holder = row.Holder;
        var (who, reason) = holder.Role switch
        {
            ProjectRole.DataOwner => ("Data Owners", $"role in project {project}"),
            ProjectRole.DataScientist => ("Data Scientists", $"role in project {project}"),
            _ => ($"Members of project {holder.Borrower}", $"share with project {holder.Borrower}" + (holder.Expires is { } end ? FormattableString.Invariant($" until {end:yyyy-MM-dd}") : "")),
        };
        return new AclView(row.Kind, row.Name, who, holder.Members, row.Operation, row.IsRunner, reason);
    }
}
