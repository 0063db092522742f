using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Platform.Credentials;

/// <summary>Whether the caller has a secret in a project, and since when.</summary>
public static class DescribeCredential
{
    /// <summary>The caller's credential, without its secret.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: none was made.</exception>
    public static (string Name, Credential Credential) Run(HopsPlatform platform, Principal actor, string projectName)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, project.Row.Id, actor.UserName));
        var credential = project.Credentials.GetValueOrDefault(actor.UserId)
            ?? throw new PlatformException(ErrorCode.NotFound, "No credential was made yet: rotate it to make one.");
        return (Names.ProjectUser(projectName, actor.UserName), credential);
    }
}
