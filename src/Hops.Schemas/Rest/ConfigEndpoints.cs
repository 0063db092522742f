using Hops.Schemas.Compatibility;
using Hops.Schemas.Registry;

namespace Hops.Schemas.Rest;

internal static class ConfigEndpoints
{
    public static async Task<object> GetAsync(RegistryCall call)
    {
        var level = await call.Registry.LevelAsync(call.Who, call.SubjectOrNull, call.Aborted);
        if (level == null && call.SubjectOrNull is { } subject)
        {
            level = call.Flag("defaultToGlobal")
                ? await call.Registry.LevelAsync(call.Who, null, call.Aborted)
                : throw RegistryErrors.NoCompatibility(subject);
        }
        return new LevelAnswer(NameOf(level));
    }

    public static async Task<object> SetAsync(RegistryCall call)
    {
        var level = CompatibilityLevels.Find(await call.TextAsync("compatibility")) ?? throw RegistryErrors.InvalidCompatibility();
        await call.Registry.SetLevelAsync(call.Who, call.SubjectOrNull, level, call.Aborted);
        return new LevelSetAnswer(NameOf(level));
    }

    public static async Task<object> ClearAsync(RegistryCall call)
    {
        var before = await call.Registry.SetLevelAsync(call.Who, call.SubjectOrNull, null, call.Aborted);
        return before == null && call.SubjectOrNull is { } subject
            ? throw RegistryErrors.NoCompatibility(subject)
            : new LevelAnswer(NameOf(before));
    }

    private static string NameOf(CompatibilityLevel? level) => CompatibilityLevels.NameOf(level ?? CompatibilityLevels.Default);
}
