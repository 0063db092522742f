namespace Hops.Schemas.Rest;

internal static class IdEndpoints
{
    public static async Task<object> GetAsync(RegistryCall call) =>
        Answers.Of(await call.Registry.SchemaAsync(call.Who, call.Id, call.IsSerialized, call.Aborted));

    public static async Task<object> SchemaAsync(RegistryCall call) =>
        new RawSchema((await call.Registry.SchemaAsync(call.Who, call.Id, call.IsSerialized, call.Aborted)).Schema);

    public static async Task<object> SubjectsAsync(RegistryCall call)
    {
        var uses = await call.Registry.UsesAsync(call.Who, call.Id, call.Flag("deleted"), call.Aborted);
        return uses.Select(use => use.Subject).Distinct(StringComparer.Ordinal);
    }

    public static async Task<object> VersionsAsync(RegistryCall call)
    {
        var uses = await call.Registry.UsesAsync(call.Who, call.Id, call.Flag("deleted"), call.Aborted);
        return uses.Select(use => new UseAnswer(use.Subject, use.Version));
    }
}
