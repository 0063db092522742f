namespace Hops.Api.Tests.Files.Doors;

/// <summary>The files through REST.</summary>
public sealed class RestDoorTests(ApiServer server) : DoorConformance(server)
{
    private protected override DoorClient Open(ApiServer at, string project, string token) => new RestDoor(at, project, token);
}
