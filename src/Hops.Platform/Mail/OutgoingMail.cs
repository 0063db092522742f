namespace Hops.Platform.Mail;

/// <summary>A mail that is to be sent.</summary>
/// <param name="To">Address.</param>
/// <param name="Subject">Subject, of our words alone.</param>
/// <param name="Text">Plain text.</param>
public sealed record OutgoingMail(string To, string Subject, string Text);
