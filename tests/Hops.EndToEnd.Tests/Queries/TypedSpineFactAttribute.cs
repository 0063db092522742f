using System.Diagnostics;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Support;
using Hops.Schemas.Tests.Interop;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>A test of the <c>hops</c> executable whose records are written by confluent-kafka with its serializers; skipped where Python lacks them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TypedSpineFactAttribute : FactAttribute
{
    /// <param name="modules">Python modules that it needs.</param>
    public TypedSpineFactAttribute(params string[] modules) => Skip = SpineRequirement.Skip ?? MissingOf(modules);

    private static string? MissingOf(string[] modules)
    {
        if (!File.Exists(ToolFactAttribute.Python))
            return $"there is no {ToolFactAttribute.Python}";
        using var probe = Process.Start(new ProcessStartInfo(ToolFactAttribute.Python, ["-c", $"import sys; sys.path.insert(0, '{Python.Wheels}'); import {string.Join(", ", modules)}"]) { RedirectStandardError = true, UseShellExecute = false })!;
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : $"Python lacks one of {string.Join(", ", modules)}";
    }
}
