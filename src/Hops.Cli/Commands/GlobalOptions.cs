using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands;

/// <summary>Options that every user command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Url = new("--url")
    {
        Description = "Address of the server (or HOPS_URL)",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<string?> Project = new("--project", "-p")
    {
        Description = "Project to work in (or HOPS_PROJECT)",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<OutputFormat> Output = Choice.Option<OutputFormat>("--output", "-o", "FORMAT", "How to print the result");

    static GlobalOptions() => Output.Recursive = true;
}
