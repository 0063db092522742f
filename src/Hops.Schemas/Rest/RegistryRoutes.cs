using Hops.Core.Identity;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Registry;
using Hops.Schemas.Types;

namespace Hops.Schemas.Rest;

/// <summary>
/// Every endpoint of the registry: the table from which dispatch, permission and documentation come. Paths and shapes are those of
/// Confluent's Schema Registry REST interface, so that its serializers work unchanged.
/// </summary>
public static class RegistryRoutes
{
    private const string SubjectPath = "/subjects/{subject}";
    private const string VersionsPath = SubjectPath + "/versions";
    private const string VersionPath = VersionsPath + "/{version}";
    private const string IdPath = "/schemas/ids/{id}";
    private const string TestPath = "/compatibility" + VersionsPath;

    /// <summary>All rows.</summary>
    public static IReadOnlyList<RegistryRoute> All { get; } =
    [
        new("GET", "/", Operation.Describe, "Is it there?", _ => Answer(new object())),
        new("GET", "/schemas/types", Operation.Describe, "Schema types that are offered", _ => Answer(SchemaTypes.Names)),
        new("GET", "/contexts", Operation.Describe, "Contexts: the default one", _ => Answer(new[] { "." })),

        new("GET", "/subjects", Operation.Describe, "Names of subjects", SubjectEndpoints.ListAsync),
        new("POST", SubjectPath, Operation.Read, "The version that is this schema", SubjectEndpoints.FindAsync),
        new("DELETE", SubjectPath, Operation.Delete, "Delete a subject", SubjectEndpoints.DeleteAsync),
        new("GET", VersionsPath, Operation.Describe, "Versions of a subject", VersionEndpoints.ListAsync),
        new("POST", VersionsPath, Operation.Write, "Register a schema", VersionEndpoints.RegisterAsync),
        new("GET", VersionPath, Operation.Read, "A version", VersionEndpoints.GetAsync),
        new("GET", VersionPath + "/schema", Operation.Read, "Its schema alone", VersionEndpoints.SchemaAsync),
        new("GET", VersionPath + "/referencedby", Operation.Describe, "Ids of schemas that refer to it", VersionEndpoints.ReferrersAsync),
        new("DELETE", VersionPath, Operation.Delete, "Delete a version", VersionEndpoints.DeleteAsync),

        new("GET", IdPath, Operation.Read, "A schema by id", IdEndpoints.GetAsync),
        new("GET", IdPath + "/schema", Operation.Read, "The schema alone", IdEndpoints.SchemaAsync),
        new("GET", IdPath + "/subjects", Operation.Describe, "Subjects that use it", IdEndpoints.SubjectsAsync),
        new("GET", IdPath + "/versions", Operation.Describe, "Versions that use it", IdEndpoints.VersionsAsync),

        new("POST", TestPath, Operation.Read, "Would it be accepted?", TestEndpoints.AllAsync),
        new("POST", TestPath + "/{version}", Operation.Read, "Would it be accepted after this version?", TestEndpoints.OneAsync),

        new("GET", "/config", Operation.Describe, "Compatibility level of the project", ConfigEndpoints.GetAsync),
        new("PUT", "/config", Operation.Alter, "Set it", ConfigEndpoints.SetAsync),
        new("DELETE", "/config", Operation.Alter, "Back to the default", ConfigEndpoints.ClearAsync),
        new("GET", "/config/{subject}", Operation.Describe, "Compatibility level of a subject", ConfigEndpoints.GetAsync),
        new("PUT", "/config/{subject}", Operation.Alter, "Set it", ConfigEndpoints.SetAsync),
        new("DELETE", "/config/{subject}", Operation.Alter, "Back to the project's", ConfigEndpoints.ClearAsync),

        new("GET", "/mode", Operation.Describe, "Mode of the project", ModeEndpoints.GetAsync),
        new("PUT", "/mode", Operation.Alter, "Set it", ModeEndpoints.SetAsync),
        new("DELETE", "/mode", Operation.Alter, "Back to the default", ModeEndpoints.ClearAsync),
        new("GET", "/mode/{subject}", Operation.Describe, "Mode of a subject", ModeEndpoints.GetAsync),
        new("PUT", "/mode/{subject}", Operation.Alter, "Set it", ModeEndpoints.SetAsync),
        new("DELETE", "/mode/{subject}", Operation.Alter, "Back to the project's", ModeEndpoints.ClearAsync),
    ];

    private static Task<object> Answer(object body) => Task.FromResult(body);
}
