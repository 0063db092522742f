using System.Text;

namespace Hops.Schemas.Rest;

/// <summary>Makes <c>docs/protocol/schema-registry.md</c> from the table of routes; a test holds the file to it.</summary>
internal static class RouteDocument
{
    public static string Print()
    {
        var text = new StringBuilder(
            """
            # Schema registry over REST

            Made from `RegistryRoutes.All`; do not edit. Paths, bodies and error numbers are those of Confluent's Schema Registry. Callers sign in
            with `Authorization: Basic` (`project__user` and a secret) or `Bearer`. Subjects are those of the caller's project. The third column is
            what the caller must be allowed to do to the schema subject; the access table of the platform says who is.

            | method | path | needs | purpose |
            | --- | --- | --- | --- |

            """);
        foreach (var route in RegistryRoutes.All)
            text.Append("| ").Append(route.Method).Append(" | `").Append(route.Pattern).Append("` | ").Append(route.Operation).Append(" | ")
                .Append(route.Purpose).Append(" |\n");
        text.Append(
            """

            Query parameters: `normalize`, `deleted`, `deletedOnly`, `permanent`, `verbose`, `format` (`serialized`: a Protobuf schema as its descriptor), `defaultToGlobal`, `subjectPrefix`, `offset`, `limit`.

            Refused: rule sets (42201), contexts other than the default (42208), import mode (42204).
            An incompatible schema is 409 with error code 409. Limits of a project answer 42209; a caller without the right, 40301.

            """);
        return text.ToString();
    }
}
