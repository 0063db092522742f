namespace Hops.Jobs.Supervision;

/// <summary>How to start a runner: the program and the arguments before ours.</summary>
/// <param name="Path">Absolute path of the <c>hops</c> executable.</param>
/// <param name="Arguments">Arguments that select the runner, such as <c>runner</c>.</param>
public sealed record RunnerProgram(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>Folder of the .NET runtime that this process runs on, for <c>DOTNET_ROOT</c> of the runner.</summary>
    public static string RuntimeRoot { get; } =
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
}
