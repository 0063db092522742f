using System.Text.Json;
using Hops.Api.Http;
using Hops.Core.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hops.Api.Tests.Http;

public sealed class FaultTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task The_trace_id_of_an_answer_to_a_fault_is_in_the_log_beside_the_fault()
    {
        var log = new Lines();
        var boundary = new ApiBoundary(server.Platform, new ReplayStore(TimeProvider.System), log);
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var fault = new InvalidCastException("a row was not what it should be");

        await boundary.RunAsync(context, new AccessNeed(Operation.Create, ResourceKind.Credential, IsPublic: true), _ => throw fault);

        context.Response.StatusCode.ShouldBe(500);
        context.Response.Body.Position = 0;
        using var answer = await JsonDocument.ParseAsync(context.Response.Body);
        answer.RootElement.GetProperty("detail").GetString()!.ShouldNotContain(fault.Message);
        var (line, exception) = log.Written.ShouldHaveSingleItem();
        line.ShouldContain(answer.RootElement.GetProperty("traceId").GetString()!);
        exception.ShouldBeSameAs(fault);
    }

    private sealed class Lines : ILogger<ApiBoundary>
    {
        internal List<(string Line, Exception? Fault)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add((formatter(state, exception), exception));
    }
}
