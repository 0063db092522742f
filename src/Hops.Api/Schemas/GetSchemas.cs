using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Schemas;
using Hops.Schemas.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Schemas;

internal static class GetSchemas
{
    internal static async Task<Ok<Page<SubjectView>>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.After();
        var subjects = (await ProjectSchemas.SubjectsAsync(platform, call.Actor, project, cancellationToken))
            .Where(subject => string.CompareOrdinal(subject, after) > 0)
            .Order(StringComparer.Ordinal)
            .Take(page.Count() + 1)
            .ToList();
        return TypedResults.Ok(page.Of(subjects, subject => subject, subject => new SubjectView(subject)));
    }

    internal static async Task<Ok<SchemaVersionView>> RunOneAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] SubjectPath path, string version, CancellationToken cancellationToken)
    {
        var name = new SubjectName(path.Project, path.Subject);
        var found = await ProjectSchemas.FindAsync(platform, call.Actor, name, VersionName.Parse(version), cancellationToken);
        return TypedResults.Ok(new SchemaVersionView(found.Subject, found.Version, found.Schema.Id, found.Schema.Schema));
    }
}

/// <summary>A schema subject.</summary>
/// <param name="Name">Its name, such as <c>departures-value</c>.</param>
public sealed record SubjectView(string Name);

/// <summary>A version of a subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">The version.</param>
/// <param name="Id">Id of the schema.</param>
/// <param name="Schema">Avro schema as text.</param>
public sealed record SchemaVersionView(string Subject, int Version, int Id, string Schema);
