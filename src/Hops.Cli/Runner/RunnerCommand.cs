using System.CommandLine;
using Hops.Jobs.Sandbox;
using Hops.Jobs.Supervision;
using Hops.Streaming.Runner;

namespace Hops.Cli.Runner;

/// <summary>
/// <c>hops runner</c>: what the server starts for each query and statement; not for people. It confines itself and executes itself again,
/// so that every thread of the second life is confined from its first instruction.
/// </summary>
internal static class RunnerCommand
{
    private static readonly Option<string> Staging = new("--staging") { Required = true, HelpName = "DIR" };
    private static readonly Option<string> Ports = new("--ports") { Required = true, HelpName = "LIST" };
    private static readonly Option<long> Memory = new("--memory") { HelpName = "BYTES" };
    private static readonly Option<long> Scratch = new("--scratch") { HelpName = "BYTES" };
    private static readonly Option<bool> Confined = new("--confined");

    public static Command Create()
    {
        var command = new Command("runner", "Run user code for a server (started by it)") { Options = { Staging, Ports, Memory, Scratch, Confined }, Hidden = true };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var staging = arguments.GetValue(Staging)!;
            var ports = arguments.GetValue(Ports)!.Split(',').Select(int.Parse).ToArray();
            if (!arguments.GetValue(Confined))
            {
                var again = new[] { "runner", "--confined", "--staging", staging, "--ports", arguments.GetValue(Ports)! };
                var scope = RunnerScope.For(
                    staging, ports, RunnerPlace.ReservedMaxBytes(arguments.GetValue(Memory)), RunnerPlace.FileMaxBytes(arguments.GetValue(Scratch)));
                Confinement.Execute(Environment.ProcessPath!, again, scope);
            }

            Confinement.Harden();
            return await RunnerProgramEntry.RunAsync(Console.In, Console.Out, staging, cancellationToken);
        });
        return command;
    }
}
