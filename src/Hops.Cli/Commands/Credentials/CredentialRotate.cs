using System.CommandLine;
using Hops.Cli.Output;

namespace Hops.Cli.Commands.Credentials;

/// <summary><c>hops credential rotate</c></summary>
internal static class CredentialRotate
{
    private static readonly Option<string?> Properties = new("--kafka-properties")
    {
        Description = "Print settings of a Kafka client instead: java or librdkafka",
        HelpName = "CLIENT",
    };

    private static readonly Option<string?> Bootstrap = new("--bootstrap")
    {
        Description = "The broker in these settings; the one that the server names if absent",
        HelpName = "HOST:PORT",
    };

    public static Command Create()
    {
        Properties.AcceptOnlyFromAmong(KafkaProperties.Clients);
        return UserCommand.Create(
            "rotate",
            "Make a new secret of your project-user for Kafka, WebHDFS and the registry; the one before it ends",
            [Properties, Bootstrap, Confirmation.Yes],
            RunAsync);
    }

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var project = context.ProjectName;
        Confirmation.Require(arguments, $"Programs that use your secret of project {project} will be refused", project);
        var made = await context.PostAsync(context.InProject("credential"), null, cancellationToken);
        if (arguments.GetValue(Properties) is { } client)
        {
            var server = await context.GetAsync("server", cancellationToken);
            var broker = arguments.GetValue(Bootstrap) ?? server.GetProperty("kafka").GetString()!;
            var (name, secret) = (made.GetProperty("name").GetString()!, made.GetProperty("secret").GetString()!);
            foreach (var line in KafkaProperties.Head(server, project).Concat(KafkaProperties.Lines(client, broker, (name, secret), KafkaProperties.Security(server))))
                Console.Out.WriteLine(line);
        }
        else
        {
            context.Printer.Object(made);
        }

        Printer.Note("The secret is shown only now.");
    }
}
