using System.Buffers;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;

namespace Hops.KafkaCluster;

/// <summary>
/// What things of projects are called in the cluster, which knows no projects: <c>PREFIX project . name</c>. The name of a project holds no dot, so no
/// two of them meet. A project-user is <c>project__user</c> there as everywhere.
/// </summary>
/// <param name="prefix">What all of them begin with.</param>
internal sealed class ClusterNames(string prefix)
{
    private const int PrefixLengthMax = 32;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>True for 1 to 32 letters, digits, dots and hyphens.</summary>
    public static bool IsPrefix(string text) => text.Length is > 0 and <= PrefixLengthMax && !text.AsSpan().ContainsAnyExcept(Allowed);

    private string RunnerPrefix => $"{prefix}runner.";

    /// <summary>The topic of a project.</summary>
    public string TopicOf(string project, string topic) => $"{OfProject(project)}{topic}";

    /// <summary>What the names of a project's topics, groups and transactional ids begin with.</summary>
    public string OfProject(string project) => $"{prefix}{project}.";

    /// <summary>The user by whom queries and statements of a project-user read. No project-user can be called so: their names hold no dot.</summary>
    public string RunnerOf(string projectUser) => $"{RunnerPrefix}{projectUser}";

    /// <summary>True for the name of such a user.</summary>
    public bool IsRunner(string user) => user.StartsWith(RunnerPrefix, StringComparison.Ordinal);

    /// <summary>The project and the topic, or group, that a name there stands for; null for one that is not the platform's.</summary>
    public (string Project, string Name)? Parse(string name) => IsOurs(name) && name.IndexOf('.', prefix.Length) is > 0 and var dot
        ? (name[prefix.Length..dot], name[(dot + 1)..])
        : null;

    /// <summary>True for a name that is the platform's.</summary>
    public bool IsOurs(string name) => name.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Refuses a topic whose name would be too long there.</summary>
    /// <exception cref="PlatformException"><c>InvalidPath</c>.</exception>
    public void Check(string project, string topic)
    {
        var over = TopicOf(project, topic).Length - TopicName.LengthMax;
        if (over > 0)
        {
            throw new PlatformException(
                ErrorCode.InvalidPath, $"In the Kafka cluster the topic is '{OfProject(project)}...', which would be {over} characters too long: choose a shorter name.");
        }
    }

    /// <summary>A project-user, as rights name it.</summary>
    public static string PrincipalOf(string project, string user) => PrincipalType + Names.ProjectUser(project, user);

    /// <summary>What rights of users begin with.</summary>
    public const string PrincipalType = "User:";
}
