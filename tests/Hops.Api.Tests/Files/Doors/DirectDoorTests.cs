namespace Hops.Api.Tests.Files.Doors;

/// <summary>The files through the door itself.</summary>
public sealed class DirectDoorTests(ApiServer server) : DoorConformance(server)
{
    private protected override DoorClient Open(ApiServer at, string project, string token) => new DirectDoor(at, project, token);
}
