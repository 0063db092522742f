namespace Hops.Schemas.Rest;

internal static class VersionEndpoints
{
    public static async Task<object> ListAsync(RegistryCall call)
    {
        var rows = await call.Registry.VersionsAsync(call.Who, call.Subject, call.Filter, call.Aborted);
        return call.Page(rows.Select(row => row.Version));
    }

    public static async Task<object> RegisterAsync(RegistryCall call) => new IdAnswer(
        (await call.Registry.RegisterAsync(call.Who, call.Subject, await call.SubmissionAsync(), call.Aborted)).Id);

    public static async Task<object> GetAsync(RegistryCall call) => Answers.Of(
        await call.Registry.VersionAsync(call.Who, call.Subject, call.Version, call.Flag("deleted"), call.IsSerialized, call.Aborted));

    public static async Task<object> SchemaAsync(RegistryCall call) => new RawSchema(
        (await call.Registry.VersionAsync(call.Who, call.Subject, call.Version, call.Flag("deleted"), call.IsSerialized, call.Aborted)).Schema.Schema);

    public static async Task<object> ReferrersAsync(RegistryCall call) =>
        await call.Registry.ReferrersAsync(call.Who, call.Subject, call.Version, call.Aborted);

    public static async Task<object> DeleteAsync(RegistryCall call) =>
        await call.Registry.DeleteVersionAsync(call.Who, call.Subject, call.Version, call.Flag("permanent"), call.Aborted);
}
