namespace Hops.Api.Tests.Files.Doors;

/// <summary>The files through WebHDFS.</summary>
public sealed class WebHdfsDoorTests(ApiServer server) : DoorConformance(server)
{
    private protected override DoorClient Open(ApiServer at, string project, string token) => new WebHdfsDoor(at, project, token);
}
