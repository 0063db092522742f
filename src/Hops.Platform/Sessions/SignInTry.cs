namespace Hops.Platform.Sessions;

/// <summary>A try to sign in.</summary>
/// <param name="Name">Name of the user.</param>
/// <param name="Password">Its password.</param>
/// <param name="Origin">Where the try comes from: failures are counted by it.</param>
/// <param name="Code">Code of its second factor, or a recovery code; empty if none was given.</param>
public sealed record SignInTry(string Name, string Password, SignInOrigin Origin, string Code = "");
