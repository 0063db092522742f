using Hops.Schemas.Registry;

namespace Hops.Schemas.Rest;

internal static class TestEndpoints
{
    public static Task<object> AllAsync(RegistryCall call) => TestAsync(call, null);

    public static Task<object> OneAsync(RegistryCall call) => TestAsync(call, call.Version);

    private static async Task<object> TestAsync(RegistryCall call, VersionName? version)
    {
        var messages = await call.Registry.TestAsync(call.Who, call.Subject, version, await call.SubmissionAsync(), call.Aborted);
        return new TestAnswer(messages.Count == 0, call.Flag("verbose") ? messages : null);
    }
}
