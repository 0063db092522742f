using System.Buffers;
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
    private const int FlushBytes = 64 * 1024;

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
        Write(response, new { format = ExportPerson.Format, user = export.Name, time = export.Time });
        var rows = 0L;
        await foreach (var row in ExportPerson.ReadAsync(platform, export, cancellationToken))
        {
            Write(response, row);
            rows++;
            if (response.BodyWriter.UnflushedBytes > FlushBytes)
                await response.BodyWriter.FlushAsync(cancellationToken);
        }

        Write(response, new { rows });
    }

    private static void Write<T>(HttpResponse response, T line)
    {
        response.BodyWriter.Write(JsonSerializer.SerializeToUtf8Bytes(line, JsonSerializerOptions.Web));
        response.BodyWriter.Write("\n"u8);
    }
}

/// <summary>A person that was erased.</summary>
/// <param name="Name">What stands in its place from now on.</param>
public sealed record ErasedPersonView(string Name);
