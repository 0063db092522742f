using System.Text.Json;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Audit;
using Hops.Platform.Persons;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Persons;

/// <summary>All that is stored of a person, as JSON lines: a header, an object for each row, a last line with their number.</summary>
internal static class PersonData
{
    internal static Task OwnAsync(HopsPlatform platform, ApiCall call, HttpResponse response, CancellationToken cancellationToken) =>
        WriteAsync(platform, call, call.Actor.UserName, response, cancellationToken);

    internal static Task OfUserAsync(HopsPlatform platform, ApiCall call, string user, HttpResponse response, CancellationToken cancellationToken) =>
        WriteAsync(platform, call, user, response, cancellationToken);

    internal static async Task<Ok<ErasedPersonView>> EraseAsync(HopsPlatform platform, ApiCall call, string user, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ErasedPersonView(await ErasePerson.RunAsync(platform, call.Actor, user, call.RevisionExpected(), cancellationToken)));

    private static async Task WriteAsync(HopsPlatform platform, ApiCall call, string user, HttpResponse response, CancellationToken cancellationToken)
    {
        var export = await ExportPerson.BeginAsync(platform, call.Actor, user, cancellationToken);
        response.ContentType = AuditFile.ContentType;
        response.Headers.ContentDisposition = FormattableString.Invariant($"attachment; filename=\"person-{export.Name}-{export.Time:yyyyMMddTHHmmssZ}.jsonl\"");
        await WriteAsync(response, new { format = ExportPerson.Format, user = export.Name, time = export.Time }, cancellationToken);
        var rows = 0L;
        await foreach (var row in ExportPerson.ReadAsync(platform, export, cancellationToken))
        {
            await WriteAsync(response, row, cancellationToken);
            rows++;
        }

        await WriteAsync(response, new { rows }, cancellationToken);
    }

    private static Task WriteAsync<T>(HttpResponse response, T line, CancellationToken cancellationToken) =>
        JsonLines.WriteAsync(response, line, JsonSerializerOptions.Web, cancellationToken);
}

/// <summary>A person that was erased.</summary>
/// <param name="Name">What stands in its place from now on.</param>
public sealed record ErasedPersonView(string Name);
