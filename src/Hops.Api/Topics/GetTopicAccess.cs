using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Topics;

/// <summary>Who may do what with a topic, in sentences; and whether somebody may do something, by the function that decides it.</summary>
internal static class GetTopicAccess
{
    internal static Ok<Page<AccessHolderView>> List(HopsPlatform platform, ApiCall call, [AsParameters] TopicPath path)
    {
        var holders = ExplainAccess.List(platform, call.Actor, path.Project, path.Topic);
        return TypedResults.Ok(new Page<AccessHolderView>([.. holders.Select(holder => AccessHolderView.Of(holder, path.Topic))], null));
    }

    internal static Ok<AccessAnswerView> Check(HopsPlatform platform, ApiCall call, [AsParameters] AccessCheckRequest request)
    {
        var verdict = ExplainAccess.Check(platform, call.Actor, request.Question());
        return TypedResults.Ok(AccessAnswerView.Of(verdict, request.User ?? $"a member of project {request.Borrower}", request.Topic));
    }
}

/// <summary>A question for access.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Topic">Topic of the route.</param>
/// <param name="Operation">What is to be done: <c>DESCRIBE</c>, <c>READ</c>, <c>WRITE</c>, <c>ALTER</c> or <c>DELETE</c>.</param>
/// <param name="User">A member of the project.</param>
/// <param name="Borrower">Instead of a user: a project with which the topic is shared.</param>
/// <param name="InQuery">True if a query or statement of theirs does it, and no program from outside.</param>
public readonly record struct AccessCheckRequest(
    string Project,
    string Topic,
    [property: FromQuery(Name = "operation")] string? Operation,
    [property: FromQuery(Name = "user")] string? User,
    [property: FromQuery(Name = "borrower")] string? Borrower,
    [property: FromQuery(Name = "inQuery")] bool? InQuery)
{
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal AccessQuestion Question()
    {
        Operation? operation = Operation switch
        {
            "DESCRIBE" => Core.Identity.Operation.Describe,
            "READ" => Core.Identity.Operation.Read,
            "WRITE" => Core.Identity.Operation.Write,
            "ALTER" => Core.Identity.Operation.Alter,
            "DELETE" => Core.Identity.Operation.Delete,
            _ => null,
        };
        if (operation is not { } wanted)
            throw new PlatformException(ErrorCode.InvalidArgument, "operation is DESCRIBE, READ, WRITE, ALTER or DELETE.").With("field", "operation");
        if ((User is null) == (Borrower is null))
            throw new PlatformException(ErrorCode.InvalidArgument, "Say whom you mean: either a user, or a borrower.").With("field", "user");
        return new AccessQuestion(Project, Topic, wanted, User, Borrower, InQuery ?? false);
    }
}

/// <summary>Whether somebody may do something with a topic.</summary>
/// <param name="Operation">What is to be done.</param>
/// <param name="InQuery">True if a query or statement does it.</param>
/// <param name="Grant">ALLOW, DENY, EXPORT where data would leave the project, or HIDE where it looks as if there were no such topic.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record AccessAnswerView(Operation Operation, bool InQuery, Grant Grant, string Sentence)
{
    internal static AccessAnswerView Of(AccessVerdict verdict, string who, string topic)
    {
        var may = verdict.Grant == Grant.Allow ? "may" : "may not";
        var why = verdict.Reason.Length == 0 ? "." : $": {verdict.Reason}";
        return new(verdict.Operation, verdict.IsRunner, verdict.Grant, $"{who} {may} {Words(verdict)} topic {topic}{why}");
    }

    private static string Words(AccessVerdict verdict) => (verdict.Operation, verdict.IsRunner) switch
    {
        (Operation.Describe, _) => "see",
        (Operation.Read, true) => "read, in queries,",
        (Operation.Read, false) => "take messages out of",
        (Operation.Write, true) => "write, by queries, to",
        (Operation.Write, false) => "write to",
        (Operation.Alter, _) => "repair",
        _ => "delete",
    };
}

/// <summary>Some who have rights on a topic, all the same ones.</summary>
/// <param name="Who">A role and its members, or a project that borrows the topic, in words.</param>
/// <param name="Role">The role; null for a project that borrows it.</param>
/// <param name="Borrower">That project; null for members.</param>
/// <param name="Expires">When the share ends by itself; null if it does not.</param>
/// <param name="Members">The members, by their names.</param>
/// <param name="Rights">What they may, and may not.</param>
public sealed record AccessHolderView(
    string Who, ProjectRole? Role, string? Borrower, DateTimeOffset? Expires, IReadOnlyList<string> Members, IReadOnlyList<AccessAnswerView> Rights)
{
    internal static AccessHolderView Of(AccessHolder holder, string topic)
    {
        var who = holder.Role switch
        {
            ProjectRole.DataOwner => "Data Owners",
            ProjectRole.DataScientist => "Data Scientists",
            _ => $"Members of project {holder.Borrower}",
        };
        return new(who, holder.Role, holder.Borrower, holder.Expires, holder.Members, [.. holder.Rights.Select(right => AccessAnswerView.Of(right, who, topic))]);
    }
}
