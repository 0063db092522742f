using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Tests.Support;

namespace Hops.Core.Tests.Identity;

public sealed class GateRefusalsTests
{
    private static readonly Resource Topic = new(ResourceKind.Topic, 7, "departures");

    public static TheoryData<Decision, Operation, ErrorCode, bool> Refusals => new()
    {
        { Decision.DenyExport("not out"), Operation.Read, ErrorCode.ExportDenied, true },
        { Decision.Deny("not you"), Operation.Create, ErrorCode.AccessDenied, true },
        { Decision.Deny("not you"), Operation.Run, ErrorCode.AccessDenied, true },
        { Decision.Deny("not you"), Operation.Read, ErrorCode.AccessDenied, false },
        { Decision.Deny("not you"), Operation.Describe, ErrorCode.AccessDenied, false },
        { Decision.Hide(), Operation.Delete, ErrorCode.NotFound, false },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Every_way_of_refusing_gives_one_code_and_keeps_the_same(Decision decision, Operation operation, ErrorCode code, bool isKept)
    {
        var gate = new StubGate { Decision = decision };

        Should.Throw<PlatformException>(() => gate.Demand(OpenGate.Everybody, operation, Topic)).Code.ShouldBe(code);
        gate.Check(OpenGate.Everybody, operation, Topic).ShouldBe(code);
        gate.Refuse(OpenGate.Everybody, operation, Topic, decision).Code.ShouldBe(code);

        gate.Noted.ShouldBe(Enumerable.Repeat(operation, isKept ? 3 : 0));
    }

    [Fact]
    public void What_is_allowed_is_neither_refused_nor_kept()
    {
        var gate = new StubGate { Decision = Decision.Allow };

        gate.Demand(OpenGate.Everybody, Operation.Delete, Topic);

        gate.Check(OpenGate.Everybody, Operation.Delete, Topic).ShouldBeNull();
        gate.Noted.ShouldBeEmpty();
    }
}
