using Hops.Schemas.Registry;

namespace Hops.Schemas.Rest;

internal static class ModeEndpoints
{
    public static async Task<object> GetAsync(RegistryCall call)
    {
        var mode = await call.Registry.ModeAsync(call.Who, call.SubjectOrNull, call.Aborted);
        if (mode == null && call.SubjectOrNull is { } subject)
        {
            mode = call.Flag("defaultToGlobal")
                ? await call.Registry.ModeAsync(call.Who, null, call.Aborted)
                : throw RegistryErrors.NoMode(subject);
        }
        return new ModeAnswer(NameOf(mode));
    }

    public static async Task<object> SetAsync(RegistryCall call)
    {
        var mode = RegistryModes.Find(await call.TextAsync("mode")) ?? throw RegistryErrors.InvalidMode();
        await call.Registry.SetModeAsync(call.Who, call.SubjectOrNull, mode, call.Aborted);
        return new ModeAnswer(NameOf(mode));
    }

    public static async Task<object> ClearAsync(RegistryCall call)
    {
        var before = await call.Registry.SetModeAsync(call.Who, call.SubjectOrNull, null, call.Aborted);
        return before == null && call.SubjectOrNull is { } subject ? throw RegistryErrors.NoMode(subject) : new ModeAnswer(NameOf(before));
    }

    private static string NameOf(RegistryMode? mode) => RegistryModes.NameOf(mode ?? RegistryMode.ReadWrite);
}
