using System.CommandLine;
using System.Text.Json;
using Hops.Cli.Commands;
using Hops.Cli.Output;

namespace Hops.Cli.Settings;

/// <summary><c>hops config show</c>: every setting that a server started the same way would have, and where each comes from.</summary>
internal static class ConfigShow
{
    public static Command Create()
    {
        var command = new Command("show", "Every setting: its value, where that comes from, and what it may be")
        {
            Options = { SettingOptions.Data, SettingOptions.Config, SettingOptions.Set },
        };
        command.SetAction(async (arguments, _) =>
        {
            var settings = SettingOptions.Bind(arguments, []);
            var items = settings.InForce.Select(setting => JsonSerializer.SerializeToElement(setting, JsonSerializerOptions.Web));
            await new Printer(arguments.GetValue(GlobalOptions.Output)).ListAsync(items.ToAsyncEnumerable(), "setting", "value", "source", "permitted");
            return ExitCode.Ok;
        });
        return command;
    }
}
