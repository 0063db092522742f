using Hops.Jobs.Sandbox;

namespace Hops.Jobs.Tests.Sandbox;

/// <summary>A test of what Landlock forbids; skipped where the kernel offers less.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LandlockFactAttribute : FactAttribute
{
    public LandlockFactAttribute(int version)
    {
        if (Confinement.LandlockVersion < version)
            Skip = $"The kernel offers Landlock {Confinement.LandlockVersion}, and this needs {version}.";
    }
}
