using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Support;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>A theory that starts the <c>hops</c> executable and asks it by OpenSSL's own client; skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpenSslSpineTheoryAttribute : TheoryAttribute
{
    public OpenSslSpineTheoryAttribute() => Skip = SpineRequirement.Skip ?? Tool.Missing("openssl");
}
