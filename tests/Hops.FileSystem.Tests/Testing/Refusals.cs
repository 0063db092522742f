using Hops.Core.Errors;

namespace Hops.FileSystem.Tests.Testing;

internal static class Refusals
{
    /// <summary>Expects a refusal with a code.</summary>
    internal static async Task<PlatformException> ShouldRefuseAsync(this Task task, ErrorCode code)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(() => task);
        refusal.Code.ShouldBe(code, refusal.Message);
        return refusal;
    }

    internal static Task<PlatformException> ShouldRefuseAsync<T>(this ValueTask<T> task, ErrorCode code) => task.AsTask().ShouldRefuseAsync(code);

    internal static Task<PlatformException> ShouldRefuseAsync(this ValueTask task, ErrorCode code) => task.AsTask().ShouldRefuseAsync(code);
}
