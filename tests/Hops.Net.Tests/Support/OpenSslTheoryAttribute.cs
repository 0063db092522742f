using Hops.Kafka.Tests.Support;

namespace Hops.Net.Tests.Support;

/// <summary>A theory about what OpenSSL's own client does; skipped where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    public OpenSslTheoryAttribute() => Skip = Tool.Missing("openssl");
}
