using System.Globalization;
using Hops.Core.Errors;
using Hops.Schemas.Compatibility;

namespace Hops.Schemas.Registry;

/// <summary>
/// Refusals of the registry. Each carries the fact <c>error_code</c>, the number by which clients of Confluent's registry know it
/// (its REST reference), and its words, which some of them match.
/// </summary>
internal static class RegistryErrors
{
    public const string CodeFact = "error_code";
    public const string MessagesFact = "messages";

    /// <summary>Fact of an incompatible schema: why, in words, each reason once.</summary>
    public const string ReasonsFact = "reasons";

    public static PlatformException SubjectNotFound(string subject) =>
        Refusal(ErrorCode.NotFound, 40401, $"Subject '{subject}' not found.");

    public static PlatformException SubjectNotFound(string subject, string near) =>
        Refusal(ErrorCode.NotFound, 40401, $"Subject '{subject}' not found. {near}");

    public static bool IsSubjectNotFound(PlatformException refusal) => refusal.Facts.TryGetValue(CodeFact, out var code) && code is 40401;

    public static PlatformException VersionNotFound(string version, string near) =>
        Refusal(ErrorCode.NotFound, 40402, $"Version {version} not found. {near}");

    public static PlatformException SchemaNotFound() => Refusal(ErrorCode.NotFound, 40403, "Schema not found");

    public static PlatformException SchemaNotFound(string near) => Refusal(ErrorCode.NotFound, 40403, $"Schema not found. {near}");

    public static PlatformException SchemaNotFound(int id) => Refusal(
        ErrorCode.NotFound,
        40403,
        string.Create(CultureInfo.InvariantCulture, $"Schema {id} not found. No subject of the project has a version with this id; ids of other projects are not found either."));

    public static PlatformException SubjectSoftDeleted(string subject) =>
        Refusal(ErrorCode.NotFound, 40404, $"Subject '{subject}' was soft deleted.Set permanent=true to delete permanently");

    public static PlatformException SubjectNotSoftDeleted(string subject) =>
        Refusal(ErrorCode.NotFound, 40405, $"Subject '{subject}' was not deleted first before being permanently deleted");

    public static PlatformException VersionSoftDeleted(string subject, int version) => Refusal(
        ErrorCode.NotFound,
        40406,
        string.Create(CultureInfo.InvariantCulture, $"Subject '{subject}' Version {version} was soft deleted.Set permanent=true to delete permanently"));

    public static PlatformException VersionNotSoftDeleted(string subject, int version) => Refusal(
        ErrorCode.NotFound,
        40407,
        string.Create(CultureInfo.InvariantCulture, $"Subject '{subject}' Version {version} was not deleted first before being permanently deleted"));

    public static PlatformException NoCompatibility(string subject) =>
        Refusal(ErrorCode.NotFound, 40408, $"Subject '{subject}' does not have subject-level compatibility configured");

    public static PlatformException NoMode(string subject) =>
        Refusal(ErrorCode.NotFound, 40409, $"Subject '{subject}' does not have subject-level mode configured");

    /// <summary>In Confluent's words, and its reasons as facts for whoever says it in others.</summary>
    public static PlatformException Incompatible(string subject, SubjectClash clash) => Refusal(
        ErrorCode.IncompatibleSchema,
        409,
        $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\", details: [{string.Join(", ", clash.Messages)}]")
        .With(MessagesFact, clash.Messages)
        .With(ReasonsFact, clash.Reasons)
        .With("version", clash.Version)
        .With("compatibility", clash.Compatibility);

    public static PlatformException InvalidVersion(string text) => Refusal(
        ErrorCode.InvalidArgument,
        42202,
        $"The specified version '{text}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");

    public static PlatformException InvalidCompatibility() => Refusal(
        ErrorCode.InvalidArgument,
        42203,
        "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");

    public static PlatformException InvalidMode() =>
        Refusal(ErrorCode.InvalidArgument, 42204, "Invalid mode. Valid values are READWRITE, READONLY and READONLY_OVERRIDE");

    public static PlatformException ReadOnly(string subject) =>
        Refusal(ErrorCode.Conflict, 42205, $"Subject {subject} is in read-only mode");

    public static PlatformException Referenced(string subject, int version) => Refusal(
        ErrorCode.Conflict,
        42206,
        string.Create(CultureInfo.InvariantCulture, $"One or more references exist to the schema {{magic=1,keytype=SCHEMA,subject={subject},version={version}}}."));

    public static PlatformException InvalidSubject(string reason) => Refusal(ErrorCode.InvalidArgument, 42208, reason);

    public static PlatformException InvalidSchema(string reason) => Refusal(ErrorCode.InvalidSchema, 42201, reason);

    public static PlatformException Limit(string limit, long limitMax, string what) => Refusal(
        ErrorCode.LimitExceeded, 42209, string.Create(CultureInfo.InvariantCulture, $"The project may have {limitMax} {what} and not more; delete some permanently."))
        .With("limit", limit);

    private static PlatformException Refusal(ErrorCode code, int number, string message) =>
        new PlatformException(code, message).With(CodeFact, number);
}
