using Hops.Jobs.ControlGroups;

namespace Hops.Jobs.Tests.ControlGroups;

/// <summary>A test that makes control groups, which takes a kernel that lets this user.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ControlGroupFactAttribute : FactAttribute
{
    public ControlGroupFactAttribute()
    {
        using var groups = RunnerGroups.Open($"hops-try-{Guid.NewGuid():N}", 100);
        if (groups is null)
            Skip = "no control group with a limit of memory may be made here: run as root, or in a delegated group";
    }
}
