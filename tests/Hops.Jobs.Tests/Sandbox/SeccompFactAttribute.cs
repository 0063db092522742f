using Hops.Jobs.Sandbox;

namespace Hops.Jobs.Tests.Sandbox;

/// <summary>A test of what seccomp forbids, tried by python3; skipped where the kernel filters nothing or there is no python3.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SeccompFactAttribute : FactAttribute
{
    public SeccompFactAttribute() => Skip =
        !Confinement.FiltersSystemCalls ? "This kernel does not filter system calls."
        : !File.Exists("/usr/bin/python3") ? "There is no python3."
        : null;
}
