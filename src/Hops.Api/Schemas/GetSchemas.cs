using System.Globalization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Schemas;
using Hops.Schemas.Registry;
using Hops.Schemas.Types;
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
        return TypedResults.Ok(SchemaVersionView.Of(found));
    }

    internal static async Task<Ok<Page<ReferrerView>>> ReferrersAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] SubjectPath path, string version, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.After();
        var uses = (await ProjectSchemas.ReferrersAsync(platform, call.Actor, new SubjectName(path.Project, path.Subject), VersionName.Parse(version), cancellationToken))
            .Where(use => string.CompareOrdinal(ReferrerView.KeyOf(use), after) > 0)
            .OrderBy(ReferrerView.KeyOf, StringComparer.Ordinal)
            .Take(page.Count() + 1)
            .ToList();
        return TypedResults.Ok(page.Of(uses, ReferrerView.KeyOf, use => new ReferrerView(use.Subject, use.Version, use.SchemaId, use.IsDeleted)));
    }
}

/// <summary>A schema subject.</summary>
/// <param name="Name">Its name, such as <c>departures-value</c>.</param>
public sealed record SubjectView(string Name);

/// <summary>A version of a subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">The version.</param>
/// <param name="Id">Id of the schema.</param>
/// <param name="Type">In which language it is.</param>
/// <param name="Schema">The schema as text.</param>
/// <param name="References">Schemas to which it refers.</param>
public sealed record SchemaVersionView(string Subject, int Version, int Id, SchemaType Type, string Schema, IReadOnlyList<SchemaReferenceView> References)
{
    internal static SchemaVersionView Of(SubjectVersion version) => new(
        version.Subject,
        version.Version,
        version.Schema.Id,
        version.Schema.Type,
        version.Schema.Schema,
        [.. version.Schema.References.Select(reference => new SchemaReferenceView(reference.Name, reference.Subject, reference.Version))]);
}

/// <summary>A version whose schema refers to the one that was asked about.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Version">The version.</param>
/// <param name="Id">Id of its schema.</param>
/// <param name="IsDeleted">True if it was deleted, and only records are read by it.</param>
public sealed record ReferrerView(string Subject, int Version, int Id, bool IsDeleted)
{
    internal static string KeyOf(UseRow use) => string.Create(CultureInfo.InvariantCulture, $"{use.Subject}\0{use.Version:D10}");
}

/// <summary>A schema to which another refers.</summary>
/// <param name="Name">How the other names it: an Avro type, the address of a JSON Schema, the file that Protobuf imports.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Version">Its version; -1 for the latest, where it is registered.</param>
public sealed record SchemaReferenceView(string Name, string Subject, int Version);
