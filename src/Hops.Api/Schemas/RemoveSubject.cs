using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Schemas;

internal static class RemoveSubject
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, string subject, CancellationToken cancellationToken)
    {
        await ProjectSchemas.DeleteAsync(platform, call.Actor, new SubjectName(project, subject), cancellationToken);
        return TypedResults.NoContent();
    }
}
