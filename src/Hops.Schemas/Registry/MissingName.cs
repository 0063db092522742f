using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Text;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Schemas.Registry;

/// <summary>
/// What to say of a subject or version that is not there: that it was deleted, which was meant if one is near, else which there are. The
/// number and the first sentence are Confluent's, since clients match them; only names of the project that was asked about are named.
/// </summary>
internal static class MissingName
{
    private const int NamedMax = 5;

    /// <summary>Subjects that are looked at: a serializer asks for a subject before it registers it, and should not pay for all.</summary>
    private const int ComparedMax = 1_000;

    /// <summary>The refusal of a subject.</summary>
    /// <param name="transaction">Where it was looked for.</param>
    /// <param name="tenantId">In which project.</param>
    /// <param name="subject">The name.</param>
    /// <param name="filter">Which versions would have done.</param>
    public static async ValueTask<PlatformException> SubjectAsync(
        ReadTransaction transaction, long tenantId, string subject, DeletedFilter filter)
    {
        var row = await transaction.GetAsync(RegistryTables.Subjects, Key.Of(tenantId, subject));
        if (filter == DeletedFilter.Live && row is { DeletedCount: > 0 })
            return RegistryErrors.SubjectNotFound(subject, "It was soft deleted: ask with deleted=true, or register a schema to have it back.");
        if (filter == DeletedFilter.Deleted && row is { LiveCount: > 0 })
            return RegistryErrors.SubjectNotFound(subject, "It has versions, and none of them is deleted.");

        var rows = await transaction.ScanAsync(RegistryTables.Subjects, Key.Of(tenantId), null, ComparedMax);
        var names = rows.Where(each => each.LiveCount > 0).Select(each => each.Subject).ToList();
        var near = SubjectNames.Suffixes.Select(suffix => subject + suffix).FirstOrDefault(names.Contains) ?? NearestName.Find(subject, names);
        return RegistryErrors.SubjectNotFound(
            subject, near != null ? $"Did you mean '{near}'?" : names.Count == 0 ? "The project has no subjects." : $"Subjects are {Listed(names)}.");
    }

    /// <summary>The refusal of a version of a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="name">The version.</param>
    /// <param name="versions">All versions of the subject, soft deleted ones included.</param>
    public static PlatformException Version(string subject, VersionName name, IReadOnlyList<VersionRow> versions)
    {
        if (versions.Any(version => version.IsDeleted && version.Version == name.Number))
            return RegistryErrors.VersionNotFound(name.ToString(), $"It was soft deleted from subject '{subject}': ask with deleted=true.");
        return RegistryErrors.VersionNotFound(name.ToString(), $"Subject '{subject}' has {Versions(versions)}.");
    }

    /// <summary>The refusal of a schema that no version of a subject is.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="uses">Versions of the subject that are this schema; only deleted ones, if any.</param>
    /// <param name="versions">All versions of the subject, soft deleted ones included.</param>
    public static PlatformException Schema(string subject, IReadOnlyList<UseRow> uses, IReadOnlyList<VersionRow> versions) =>
        RegistryErrors.SchemaNotFound(uses.Count > 0
            ? string.Create(
                CultureInfo.InvariantCulture, $"It was version {uses[^1].Version} of subject '{subject}', which was soft deleted: ask with deleted=true.")
            : $"Subject '{subject}' has {Versions(versions)}, and none of them is this schema.");

    private static string Versions(IReadOnlyList<VersionRow> versions)
    {
        var live = versions.Where(version => !version.IsDeleted).Select(version => version.Version.ToString(CultureInfo.InvariantCulture)).ToList();
        return live.Count switch
        {
            0 => "no version that is not deleted",
            1 => $"version {live[0]} alone",
            <= NamedMax => $"versions {string.Join(", ", live)}",
            _ => $"versions {live[0]} to {live[^1]}",
        };
    }

    private static string Listed(List<string> names) =>
        string.Join(", ", names.Take(NamedMax)) + (names.Count > NamedMax ? ", ..." : "");
}
