using System.Globalization;
using Hops.Jobs.Sandbox;

namespace Hops.Jobs.Tests;

/// <summary>A process that confines itself as a runner does, and then runs a script: <c>STAGING PORT SCRIPT</c>.</summary>
internal static class Program
{
    private static void Main(string[] args) => Confinement.Execute(
        "/bin/bash", ["-c", args[2]], RunnerScope.For(args[0], [int.Parse(args[1], CultureInfo.InvariantCulture)]));
}
